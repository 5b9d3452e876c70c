package vn.lachan.collector.dataset;

import java.util.List;

/**
 * One way to recognise a line: all of it must hold.
 *
 * @param programs names in the syslog header; one that ends in {@code *} is a beginning; empty when
 *     any will do
 * @param contains texts that all stand in the line
 * @param starts beginnings of the message, one of which it has; empty when any will do
 */
record Signature(List<String> programs, List<String> contains, List<String> starts) {
  Signature {
    programs = List.copyOf(programs);
    contains = List.copyOf(contains);
    starts = List.copyOf(starts);
  }

  boolean isProgram(String program) {
    for (String known : programs) {
      boolean fits =
          known.endsWith("*")
              ? program.startsWith(known.substring(0, known.length() - 1))
              : program.equals(known);
      if (fits) {
        return true;
      }
    }
    return false;
  }

  /** How much of a line it asks for; of two that fit, the one that asks for more counts. */
  int weight() {
    int weight = programs.isEmpty() ? 0 : 1_000;
    for (String text : contains) {
      weight += text.length();
    }
    return weight + starts.stream().mapToInt(String::length).min().orElse(0);
  }
}
