package vn.lachan.detection.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import vn.lachan.events.Event;

/** Random rules and events that have a fair chance to fit each other; the same for each seed. */
final class RandomHistory {
  static final Instant START = Instant.parse("2026-11-20T01:00:00Z");

  private static final List<String> FIELDS =
      List.of(
          "process.name",
          "message",
          "event.original",
          "source.ip",
          "source.port",
          "EventID",
          "CommandLine",
          "ThreatName",
          "Signature",
          "Image",
          "cs-uri",
          "c-ip",
          "sc-status",
          "url.path",
          "dvc.payment.amount",
          "event.outcome",
          "backup.size_change_percent",
          "dvc.actor.known",
          "http.version",
          "event.code",
          "dvc.commune.code",
          "odd:field",
          "tags",
          "signed_at",
          "a-b",
          "@timestamp",
          "event.id",
          "organization.id",
          "user.name");

  /** What events carry; most names are those of rules, some only reach them by a mapping. */
  private static final List<String> CARRIED =
      List.of(
          "process.name",
          "message",
          "event.original",
          "source.ip",
          "source.port",
          "EventID",
          "CommandLine",
          "ThreatName",
          "Threat Name",
          "Command Line",
          "NewProcessName",
          "Image",
          "url.original",
          "url.path",
          "http.response.status_code",
          "dvc.payment.amount",
          "event.outcome",
          "backup.size_change_percent",
          "dvc.actor.known",
          "http.version",
          "event.code",
          "dvc.commune.code",
          "odd:field",
          "tags",
          "signed_at",
          "a-b",
          "organization.id",
          "user.name");

  private static final List<Object> VALUES =
      List.of(
          "abc",
          "ABC def",
          "abcdef",
          "Failed password for root",
          "failed PASSWORD",
          "Đồng Văn",
          "Xa Dong Van",
          "\u212Aelvin",
          "\u017Fafe",
          "safe",
          "\u0131I\u0130",
          "III",
          "10.60.1.2",
          "::ffff:10.60.1.2",
          "fe80::1",
          "FE80::1",
          "10.60.0.0/16",
          "10.*",
          "5",
          5L,
          5.0,
          "5.0",
          0.0001,
          "0.0001",
          10_000_000.0,
          "10000000",
          "00721",
          721L,
          "721",
          23L,
          "0x17",
          "0X17",
          true,
          "true",
          "TRUE",
          false,
          "C:\\Windows\\cmd.exe",
          "c:\\windows\\CMD.EXE",
          "a*b",
          "a?b",
          "x:y (z) [w] {v} ^~\"q\"",
          "-x",
          "+x",
          "!x",
          "NOT",
          "AND b",
          "a\tb c",
          "ĐỒNG",
          "đồng",
          "e\u0301t",
          "\u00e9t",
          "😀x",
          "2026-11-20",
          "2026-11-20t00:00:00z",
          1_763_600_000_000L,
          "a.b,c",
          "foo-bar baz",
          "-/--",
          "  abc ",
          "_",
          "a_b",
          "%20",
          "..\\..\\etc",
          "../../etc",
          9_007_199_254_740_993L);

  private static final List<String> SOURCES =
      List.of(
          "{product: lachan, service: dvc.motcua}",
          "{product: lachan}",
          "{product: windows}",
          "{product: windows, category: process_creation}",
          "{category: webserver}",
          "{product: linux, service: sshd}",
          "{product: linux}",
          "{product: zeek, service: http}",
          "{service: http}",
          "{product: windows, service: security}",
          "{category: antivirus}",
          "{product: zeek}");

  private final Random random;

  RandomHistory(long seed) {
    this.random = new Random(seed);
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  Event event(int number) {
    Instant time = START.plus(Duration.ofSeconds(random.nextInt(3_600)));
    Event.Builder event = Event.builder("e" + number, time, time.plusMillis(random.nextInt(2_000)));
    Map<String, Object> source = one(EVENTS_OF);
    source.forEach(event::set);
    for (int i = random.nextInt(8) + 1; i > 0; i--) {
      event.set(one(CARRIED), value());
    }
    return event.build();
  }

  private static final List<Map<String, Object>> EVENTS_OF =
      List.of(
          Map.of("event.dataset", "dvc.motcua"),
          Map.of("event.dataset", "nginx.access"),
          Map.of("event.dataset", "zeek.http"),
          Map.of("event.dataset", "Zeek.HTTP"),
          Map.of("event.dataset", "linux.auth", "process.name", "sshd"),
          Map.of("event.dataset", "json", "Channel", "Security", "EventID", 4688L),
          Map.of("event.dataset", "json", "Channel", "Security", "Event ID", "4688"),
          Map.of("Channel", "Microsoft-Windows-Sysmon/Operational", "EventID", "1"),
          Map.of("Channel", "Microsoft-Windows-Windows Defender/Operational", "EventID", 1116L),
          Map.of("Channel", "Something/Else"),
          Map.of("event.dataset", "dxp.opmon", "Channel", "Security"),
          Map.of());

  private Object value() {
    int kind = random.nextInt(40);
    if (kind == 0) {
      return "y".repeat(8_190) + one(VALUES);
    }
    if (kind < 4) {
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(3) + 1; i > 0; i--) {
        list.add(one(VALUES));
      }
      return list;
    }
    if (kind < 10) {
      return one(VALUES) + " " + one(VALUES);
    }
    return one(VALUES);
  }

  /** A rule as text; not all of them can be run. */
  String rule(int number) {
    StringBuilder rule = new StringBuilder("title: R\nid: r" + number + "\n");
    if (random.nextInt(4) > 0) {
      rule.append("logsource: ").append(one(SOURCES)).append('\n');
    } else {
      rule.append("logsource: {}\n");
    }
    rule.append("detection:\n");
    for (String name : List.of("sel", "sel2", "filter")) {
      rule.append("  ").append(name).append(":\n");
      for (int i = random.nextInt(2) + 1; i > 0; i--) {
        rule.append(item());
      }
    }
    String condition =
        one(
            List.of(
                "sel",
                "sel and not filter",
                "1 of sel*",
                "all of sel*",
                "sel or filter",
                "not filter",
                "sel and (sel2 or not filter)",
                "not (not sel or filter)"));
    return rule.append("  condition: ").append(condition).append('\n').toString();
  }

  private String item() {
    String field = one(FIELDS);
    String modifier =
        one(
            List.of(
                "",
                "",
                "",
                "",
                "|contains",
                "|contains",
                "|startswith",
                "|endswith",
                "|cased",
                "|re",
                "|gte",
                "|lt",
                "|exists",
                "|neq",
                "|cidr",
                "|windash",
                "|contains|all",
                "|fieldref",
                "|hour"));
    StringBuilder line = new StringBuilder("    " + quoted(field + modifier) + ":");
    switch (modifier) {
      case "|gte", "|lt", "|hour" -> line.append(" 5");
      case "|exists" -> line.append(random.nextBoolean() ? " true" : " false");
      case "|cidr" -> line.append(" 10.60.0.0/16");
      case "|fieldref" -> line.append(' ').append(quoted(one(FIELDS)));
      case "|re" -> line.append(' ').append(quoted(one(List.of("a.c", "pass(word)?", "^C:", "5"))));
      default -> {
        if (random.nextInt(12) == 0 && modifier.isEmpty()) {
          line.append(random.nextBoolean() ? " null" : " ''");
        } else {
          for (int i = random.nextInt(3) + 1; i > 0; i--) {
            line.append("\n      - ").append(wanted());
          }
        }
      }
    }
    return line.append('\n').toString();
  }

  private String wanted() {
    Object value = one(VALUES);
    if (!(value instanceof String text)) {
      return String.valueOf(value);
    }
    String piece = text;
    if (random.nextInt(3) == 0 && text.length() > 2) {
      int from = random.nextInt(text.length() - 1);
      piece = text.substring(from, from + 1 + random.nextInt(text.length() - from - 1));
    }
    return switch (random.nextInt(6)) {
      case 0 -> quoted("*" + piece + "*");
      case 1 -> quoted(piece + "*");
      case 2 -> quoted(piece.substring(0, 1) + "?" + piece.substring(Math.min(2, piece.length())));
      case 3 -> quoted("*" + piece);
      default -> quoted(piece);
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''").replace("\t", " ") + "'";
  }
}
