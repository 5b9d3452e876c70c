package vn.lachan.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.Trust;
import vn.lachan.incidents.evidence.SealedSearchCheck;
import vn.lachan.reports.pack.EvidencePackageCheck;
import vn.lachan.reports.pack.EvidencePackageVerdict;

/**
 * Verifies evidence that left the house: packages (ASiC-E) and sealed searches (NDJSON). Needs no
 * platform and no network.
 */
final class EvidenceCommand implements Command {
  private static final String USE =
      """
      usage: lachan evidence verify FILE... [--trust FOLDER] [--json]
             FILE is a package (.asice) or a sealed search (.ndjson);
             FOLDER has trust.yml and the root certificates that are believed\
      """;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Clock clock;

  EvidenceCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String summary() {
    return "evidence verify FILE [--trust FOLDER]: a package of evidence, offline";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    try {
      Arguments given = Arguments.parse(arguments, Set.of("trust"), Set.of("json"));
      if (given.rest().size() < 2 || !given.rest().getFirst().equals("verify")) {
        throw new Arguments.UsageException(USE);
      }
      Trust trust =
          given
              .option("trust")
              .map(folder -> Trust.load(Path.of(folder)))
              .orElseGet(() -> new Trust(List.of(), List.of(), List.of()));
      trust.problems().forEach(problem -> output.err().println("lachan evidence: " + problem));
      EvidencePackageCheck check =
          new EvidencePackageCheck(new SignatureCheck(trust, SignatureSettings.DEFAULT, clock));
      int worst = DONE;
      for (String name : given.rest().subList(1, given.rest().size())) {
        worst = Math.max(worst, verify(name, check, given.flag("json"), output));
      }
      return worst;
    } catch (Arguments.UsageException e) {
      output.err().println(e.getMessage());
      return USAGE;
    }
  }

  private static int verify(
      String name, EvidencePackageCheck check, boolean json, Commands.Output output) {
    EvidencePackageVerdict verdict =
        name.endsWith(".ndjson") ? search(Path.of(name)) : check.check(Path.of(name));
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("file", name);
      line.put("verdict", word(verdict));
      line.put("detail", verdict);
      output.out().println(JSON.writeValueAsString(line));
    } else {
      print(name, verdict, output);
    }
    return switch (verdict) {
      case EvidencePackageVerdict.Intact _ -> DONE;
      case EvidencePackageVerdict.Changed _ -> PROBLEM;
      case EvidencePackageVerdict.Unreadable _ -> USAGE;
    };
  }

  /** A sealed search by itself carries no signature. */
  private static EvidencePackageVerdict search(Path file) {
    EvidencePackageVerdict.Signature none = new EvidencePackageVerdict.Signature("", "", "");
    try (InputStream in = Files.newInputStream(file)) {
      SealedSearchCheck.Result result = SealedSearchCheck.check(in);
      List<String> notes = List.of("tệp không mang chữ ký; chỉ gói .asice được ký");
      return result.problems().isEmpty()
          ? new EvidencePackageVerdict.Intact(1, none, notes)
          : new EvidencePackageVerdict.Changed(1, none, result.problems(), notes);
    } catch (IOException e) {
      return new EvidencePackageVerdict.Unreadable("không đọc được: " + e.getMessage());
    }
  }

  private static String word(EvidencePackageVerdict verdict) {
    return switch (verdict) {
      case EvidencePackageVerdict.Intact _ -> "intact";
      case EvidencePackageVerdict.Changed _ -> "changed";
      case EvidencePackageVerdict.Unreadable _ -> "unreadable";
    };
  }

  private static void print(String name, EvidencePackageVerdict verdict, Commands.Output output) {
    switch (verdict) {
      case EvidencePackageVerdict.Intact(int files, var signature, List<String> notes) -> {
        output.out().printf("%s: NGUYÊN VẸN, %d tệp%n", name, files);
        signer(signature, output);
        notes.forEach(note -> output.out().println("  ghi chú: " + note));
      }
      case EvidencePackageVerdict.Changed(
              int files,
              var signature,
              List<String> problems,
              List<String> notes) -> {
        output.out().printf("%s: ĐÃ BỊ THAY ĐỔI, %d tệp%n", name, files);
        signer(signature, output);
        problems.forEach(problem -> output.out().println("  SAI: " + problem));
        notes.forEach(note -> output.out().println("  ghi chú: " + note));
      }
      case EvidencePackageVerdict.Unreadable(String reason) ->
          output.err().printf("lachan evidence: %s: %s%n", name, reason);
    }
  }

  private static void signer(EvidencePackageVerdict.Signature signature, Commands.Output output) {
    if (!signature.outcome().isEmpty()) {
      output
          .out()
          .printf(
              "  chữ ký: %s; %s; %s%n", signature.signer(), signature.time(), signature.outcome());
    }
  }
}
