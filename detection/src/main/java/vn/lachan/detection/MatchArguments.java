package vn.lachan.detection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.detection.evtx.EvtxSettings;
import vn.lachan.detection.evtx.HexText;

/** What {@code lachan match} was asked for; {@code problem} is empty when it can be done. */
record MatchArguments(
    boolean builtIn,
    HexText hex,
    int threads,
    List<Path> rules,
    List<Path> filters,
    List<String> events,
    String problem) {
  private static final String THREADS = "--threads=";
  private static final int MAX_THREADS = 1024;

  static MatchArguments parse(List<String> args) {
    List<Path> rules = new ArrayList<>();
    List<Path> filters = new ArrayList<>();
    List<String> events = new ArrayList<>();
    boolean builtIn = false;
    HexText hex = EvtxSettings.DEFAULT.hex();
    int threads = Runtime.getRuntime().availableProcessors();
    String problem = "";
    String option = "";
    for (String arg : args) {
      switch (arg) {
        case "--built-in" -> builtIn = true;
        case "--padded-hex" -> hex = HexText.ALL_DIGITS;
        case "--rules", "--filters" -> option = arg;
        case "--" -> option = "";
        default -> {
          if (arg.startsWith(THREADS)) {
            threads = threads(arg);
            problem = threads < 1 ? "not a number of threads: " + arg : problem;
          } else if (arg.startsWith("--")) {
            problem = "unknown option " + arg;
          } else if (option.isEmpty() || looksLikeEvents(arg)) {
            option = "";
            events.add(arg);
          } else {
            (option.equals("--rules") ? rules : filters).add(Path.of(arg));
          }
        }
      }
    }
    if (problem.isEmpty() && rules.isEmpty() && !builtIn) {
      problem = "no rules are given";
    }
    if (problem.isEmpty() && events.isEmpty()) {
      problem = "no events are given";
    }
    return new MatchArguments(builtIn, hex, threads, rules, filters, events, problem);
  }

  /** How many threads are wanted; 0 when that is no number from 1 to {@link #MAX_THREADS}. */
  private static int threads(String arg) {
    String number = arg.substring(THREADS.length());
    int wanted = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 0;
    return wanted > MAX_THREADS ? 0 : wanted;
  }

  /** Rules and events are told apart by their names, so that both lists may be long. */
  private static boolean looksLikeEvents(String arg) {
    String name = arg.endsWith(".gz") ? arg.substring(0, arg.length() - 3) : arg;
    return arg.equals("-")
        || name.endsWith(".ndjson")
        || name.endsWith(".jsonl")
        || name.endsWith(".json")
        || name.endsWith(".evtx");
  }
}
