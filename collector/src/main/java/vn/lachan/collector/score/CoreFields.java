package vn.lachan.collector.score;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which fields and which of their values are scored. */
final class CoreFields {
  private static final Set<String> SINGLE =
      Set.of(
          "@timestamp",
          "event.category",
          "event.type",
          "event.action",
          "event.outcome",
          "event.code",
          "observer.name",
          "observer.hostname",
          "observer.vendor",
          "observer.product",
          "observer.ingress.interface.name",
          "observer.egress.interface.name");
  private static final Set<String> SIDE =
      Set.of("address", "ip", "port", "bytes", "nat.ip", "nat.port");
  private static final List<String> ROOTS =
      List.of("user.", "host.", "process.", "file.", "url.", "http.", "network.", "dns.", "rule.");
  private static final Set<String> CATEGORIES =
      Set.of(
          "api",
          "authentication",
          "configuration",
          "database",
          "driver",
          "email",
          "file",
          "host",
          "iam",
          "intrusion_detection",
          "library",
          "malware",
          "network",
          "package",
          "process",
          "registry",
          "session",
          "threat",
          "vulnerability",
          "web");
  private static final Set<String> TYPES =
      Set.of(
          "access",
          "admin",
          "allowed",
          "change",
          "connection",
          "creation",
          "deletion",
          "denied",
          "device",
          "end",
          "error",
          "group",
          "indicator",
          "info",
          "installation",
          "protocol",
          "start",
          "user");
  private static final Set<String> OUTCOMES = Set.of("success", "failure", "unknown");
  private static final Set<String> LOWER =
      Set.of(
          "network.transport",
          "network.protocol",
          "network.application",
          "network.direction",
          "network.type",
          "host.mac",
          "file.hash.md5",
          "file.hash.sha1",
          "file.hash.sha256",
          "process.hash.md5",
          "process.hash.sha1",
          "process.hash.sha256");

  /** Names under these roots that ECS does not have, as expected files use them. */
  private static final Set<String> FOREIGN =
      Set.of(
          "process.id",
          "dns.rrname",
          "dns.rrtype",
          "dns.size_in_char",
          "rule.apprisk",
          "network.forwarded_ip",
          "process.ppid");

  private CoreFields() {}

  static boolean isCore(String field) {
    if (SINGLE.contains(field)) {
      return true;
    }
    for (String side : List.of("source.", "destination.")) {
      if (field.startsWith(side)) {
        return SIDE.contains(field.substring(side.length()));
      }
    }
    return !FOREIGN.contains(field)
        && !field.contains("size_in_char")
        && !field.contains(".geo.")
        && ROOTS.stream().anyMatch(field::startsWith);
  }

  /** The values that ECS allows in the field; those it does not are nobody's to find. */
  static Set<String> legal(String field, Set<String> values) {
    Set<String> allowed =
        switch (field) {
          case "event.category" -> CATEGORIES;
          case "event.type" -> TYPES;
          case "event.outcome" -> OUTCOMES;
          default -> values;
        };
    Set<String> legal = new TreeSet<>(values);
    legal.retainAll(allowed);
    return legal;
  }

  /** The value as it is compared: in lower case where ECS says so. */
  static String normal(String field, String value) {
    String plain = value.strip();
    return LOWER.contains(field) ? plain.toLowerCase(Locale.ROOT) : plain;
  }
}
