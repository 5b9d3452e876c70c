package vn.lachan.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.registry.RegistryLoad;
import vn.lachan.simulator.send.FileSender;
import vn.lachan.simulator.send.HttpsSender;
import vn.lachan.simulator.send.Sender;
import vn.lachan.simulator.send.SenderException;
import vn.lachan.simulator.send.Senders;
import vn.lachan.simulator.send.SyslogTcpSender;
import vn.lachan.simulator.send.SyslogUdpSender;
import vn.lachan.simulator.send.TrustedCertificate;

/** The words behind {@code lachan simulate}. */
public final class SimulatorCommand {
  /** Exit code for a day that was sent. */
  public static final int SENT = 0;

  /** Exit code for a platform that did not take it. */
  public static final int NOT_TAKEN = 1;

  /** Exit code for words that cannot be understood. */
  public static final int WRONG_USAGE = 2;

  private static final String USAGE =
      """
      Cách dùng: lachan simulate [--load] ĐÍCH... [TÙY CHỌN...]
      Đích (có thể nhiều; tập dữ liệu nào không có đích thì bỏ qua):
        --syslog MÁY:CỔNG            syslog TCP (RFC 5424, đếm octet); --syslog-tls MÁY:CỔNG qua TLS; --syslog-udp MÁY:CỔNG
        --https URL,TOKEN,TẬP_DỮ_LIỆU  NDJSON qua HTTP(S); TOKEN là @TỆP thì đọc từ tệp; lặp lại cho từng tập dữ liệu
        --files THƯ_MỤC              ghi nối vào tệp, mỗi tập dữ liệu một tệp
      Tùy chọn: --trust PEM  --registry THƯ_MỤC  --seed SỐ  --dossiers SỐ  --end THỜI_ĐIỂM_ISO  --attacks A01,B03|none
                --rate DÒNG_MỖI_GIÂY  --count SỐ  --run TÊN (chỉ với --load)  --move-calendar  --json
      """;
  private static final Set<String> FLAGS = Set.of("--load", "--move-calendar", "--json");
  private static final Set<String> OPTIONS =
      Set.of(
          "--syslog",
          "--syslog-tls",
          "--syslog-udp",
          "--https",
          "--files",
          "--trust",
          "--registry",
          "--seed",
          "--dossiers",
          "--end",
          "--attacks",
          "--rate",
          "--count",
          "--run");

  private final Clock clock;

  public SimulatorCommand(Clock clock) {
    this.clock = clock;
  }

  /** The words of one call, taken apart. */
  private record Words(Map<String, List<String>> values) {
    boolean has(String name) {
      return values.containsKey(name);
    }

    List<String> all(String name) {
      return values.getOrDefault(name, List.of());
    }

    Optional<String> one(String name) {
      return all(name).stream().findFirst();
    }

    int number(String name, int otherwise) {
      return one(name).map(Integer::parseInt).orElse(otherwise);
    }
  }

  /**
   * Runs {@code args}, the words after {@code simulate}.
   *
   * @return 0 sent, 1 the platform did not take it, 2 wrong usage; the planted attacks go to {@code
   *     out}, progress to {@code err}
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    Words words;
    try {
      words = words(args);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage() + "\n" + USAGE);
      return WRONG_USAGE;
    }
    try (Senders senders = senders(words)) {
      return words.has("--load") ? load(words, senders, err) : day(words, senders, out, err);
    } catch (SenderException e) {
      err.println("Không gửi được: " + e.getMessage());
      return NOT_TAKEN;
    } catch (IllegalArgumentException | DateTimeException e) {
      err.println("Không chạy được: " + e.getMessage());
      return WRONG_USAGE;
    }
  }

  private static Words words(List<String> args) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String word = args.get(i);
      if (FLAGS.contains(word)) {
        values.put(word, List.of());
      } else if (OPTIONS.contains(word) && i + 1 < args.size()) {
        i++;
        values.computeIfAbsent(word, key -> new ArrayList<>()).add(args.get(i));
      } else {
        throw new IllegalArgumentException("Không hiểu: " + word);
      }
    }
    if (List.of("--syslog", "--syslog-tls", "--syslog-udp", "--https", "--files").stream()
        .noneMatch(values::containsKey)) {
      throw new IllegalArgumentException("Thiếu đích gửi.");
    }
    return new Words(values);
  }

  private static Senders senders(Words words) {
    Senders senders = new Senders();
    Optional<SSLContext> trust =
        words.one("--trust").map(Path::of).map(TrustedCertificate::context);
    words
        .one("--files")
        .ifPresent(folder -> senders.with(Senders.datasets(), new FileSender(Path.of(folder))));
    words
        .one("--syslog-udp")
        .map(SimulatorCommand::address)
        .ifPresent(to ->
            senders.with(Senders.SYSLOG_DATASETS, new SyslogUdpSender(to.getHost(), to.getPort())));
    words
        .one("--syslog")
        .map(SimulatorCommand::address)
        .ifPresent(to -> senders.with(Senders.SYSLOG_DATASETS, tcp(to, Optional.empty())));
    words
        .one("--syslog-tls")
        .map(SimulatorCommand::address)
        .ifPresent(to -> senders.with(Senders.SYSLOG_DATASETS, tcp(to, Optional.of(trust(trust)))));
    for (String https : words.all("--https")) {
      String[] parts = https.split(",", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("--https cần URL,TOKEN,TẬP_DỮ_LIỆU");
      }
      senders.with(
          parts[2],
          new HttpsSender(
              URI.create(parts[0]), token(parts[1]), trust, HttpsSender.Settings.DEFAULTS));
    }
    return senders;
  }

  /** A token given as a file does not show in the list of processes. */
  private static String token(String word) {
    if (!word.startsWith("@")) {
      return word;
    }
    try {
      return Files.readString(Path.of(word.substring(1))).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("không đọc được token ở " + word.substring(1), e);
    }
  }

  private static SSLContext trust(Optional<SSLContext> given) {
    try {
      return given.isPresent() ? given.get() : SSLContext.getDefault();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new SenderException("no TLS on this machine", e);
    }
  }

  private static Sender tcp(URI to, Optional<SSLContext> tls) {
    return new SyslogTcpSender(to.getHost(), to.getPort(), tls);
  }

  private static URI address(String text) {
    URI uri = URI.create("syslog://" + text);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException("không phải MÁY:CỔNG: " + text);
    }
    return uri;
  }

  private int load(Words words, Senders senders, PrintStream err) {
    LoadRun.Settings settings =
        new LoadRun.Settings(
            words.one("--run").orElse("tai1"),
            words.number("--rate", 0),
            words.number("--count", 100_000));
    LoadRun.run(settings, senders.asSender(), clock, err);
    return SENT;
  }

  private int day(Words words, Senders senders, PrintStream out, PrintStream err) {
    Instant end = words.one("--end").map(Instant::parse).orElseGet(clock::instant);
    Registry registry = registry(words);
    if (words.has("--move-calendar")) {
      registry = SimulatedCalendar.fitting(registry, end);
    }
    Plan plan =
        Plan.of(registry, end)
            .withSeed(words.number("--seed", 1))
            .withDossiers(words.number("--dossiers", Plan.DEFAULT_DOSSIERS))
            .withLinesPerSecond(words.number("--rate", 0));
    if (words.has("--attacks")) {
      String ids = words.one("--attacks").orElse("none");
      plan = plan.withAttacks(ids.equals("none") ? Set.of() : Set.of(ids.split(",", -1)));
    }
    Simulation.Result result = Simulation.run(plan, senders, clock, err);
    for (PlantedAttack attack : result.attacks()) {
      out.println(words.has("--json") ? json(attack) : text(attack));
    }
    return SENT;
  }

  private static Registry registry(Words words) {
    RegistryLoad load =
        words
            .one("--registry")
            .map(folder -> RegistryFiles.load(Path.of(folder)))
            .orElseGet(RegistryFiles::sample);
    return switch (load) {
      case RegistryLoad.Loaded(Registry registry) -> registry;
      case RegistryLoad.Rejected(List<RegistryLoad.Problem> problems) ->
          throw new IllegalArgumentException(problems.getFirst().toString());
    };
  }

  private static String text(PlantedAttack attack) {
    return String.format(
        Locale.ROOT,
        "%-11s %-4s %s  %s (%d dòng)",
        attack.id(),
        attack.useCase(),
        attack.firstEvent(),
        attack.name(),
        attack.lines());
  }

  private static String json(PlantedAttack attack) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", attack.id());
    line.put("name", attack.name());
    line.put("use_case", attack.useCase());
    line.put("first_event", attack.firstEvent().toString());
    line.put("last_event", attack.lastEvent().toString());
    line.put("sent_from", attack.sentFrom().toString());
    line.put("sent_to", attack.sentTo().toString());
    line.put("lines", attack.lines());
    line.put("entities", attack.entities().stream().sorted().toList());
    line.put("event_ids", attack.eventIds());
    return JsonMapper.shared().writeValueAsString(line);
  }
}
