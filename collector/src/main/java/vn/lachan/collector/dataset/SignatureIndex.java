package vn.lachan.collector.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.lachan.collector.parser.LogLine;
import vn.lachan.collector.syslog.SyslogMessage;

/**
 * Finds the dataset of a line by its signatures. All texts are looked for in one walk over the line
 * (Aho and Corasick, 1975), so the number of datasets costs nothing. Immutable.
 */
final class SignatureIndex {
  private static final int LONGEST_LOOK = 4_096;

  private final List<Entry> entries = new ArrayList<>();
  private final int[][] next;
  private final int[][] found;
  private final int texts;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(Dataset dataset, Signature signature, int[] contains, int[] starts) {}

  SignatureIndex(Iterable<Dataset> datasets) {
    Map<String, Integer> numbers = new HashMap<>();
    for (Dataset dataset : datasets) {
      for (Signature signature : dataset.signatures()) {
        entries.add(
            new Entry(
                dataset,
                signature,
                numbered(signature.contains(), numbers),
                numbered(signature.starts(), numbers)));
      }
    }
    entries.sort(
        Comparator.comparingInt((Entry entry) -> entry.signature.weight())
            .reversed()
            .thenComparing(entry -> entry.dataset.name()));
    this.texts = numbers.size();
    List<int[]> states = new ArrayList<>();
    List<List<Integer>> ends = new ArrayList<>();
    plant(numbers, states, ends);
    this.next = states.toArray(int[][]::new);
    link(ends);
    this.found =
        ends.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  private static int[] numbered(List<String> texts, Map<String, Integer> numbers) {
    return texts.stream()
        .mapToInt(text -> numbers.computeIfAbsent(text, _ -> numbers.size()))
        .toArray();
  }

  private static void plant(
      Map<String, Integer> numbers, List<int[]> states, List<List<Integer>> ends) {
    states.add(empty());
    ends.add(new ArrayList<>());
    numbers.forEach((text, number) -> {
      int state = 0;
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        int[] row = states.get(state);
        if (row[b & 0xff] < 0) {
          row[b & 0xff] = states.size();
          states.add(empty());
          ends.add(new ArrayList<>());
        }
        state = row[b & 0xff];
      }
      ends.get(state).add(number);
    });
  }

  private static int[] empty() {
    int[] row = new int[256];
    Arrays.fill(row, -1);
    return row;
  }

  /** Fills in where to go on when a text breaks off. */
  private void link(List<List<Integer>> ends) {
    int[] fallback = new int[next.length];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int b = 0; b < 256; b++) {
      if (next[0][b] < 0) {
        next[0][b] = 0;
      } else {
        queue.add(next[0][b]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      ends.get(state).addAll(ends.get(fallback[state]));
      for (int b = 0; b < 256; b++) {
        int to = next[state][b];
        if (to < 0) {
          next[state][b] = next[fallback[state]][b];
        } else {
          fallback[to] = next[fallback[state]][b];
          queue.add(to);
        }
      }
    }
  }

  /** The dataset whose signature asks for most of what the line has. */
  Optional<Dataset> find(LogLine line) {
    BitSet seen = seen(line.bytes());
    SyslogMessage header = line.syslog();
    String program = program(header.app());
    for (Entry entry : entries) {
      if (fits(entry, seen, program, line, header)) {
        return Optional.of(entry.dataset);
      }
    }
    return Optional.empty();
  }

  private static String program(String app) {
    String lower = app.toLowerCase(Locale.ROOT);
    return lower.startsWith("/") ? lower.substring(lower.lastIndexOf('/') + 1) : lower;
  }

  private BitSet seen(byte[] bytes) {
    BitSet seen = new BitSet(texts);
    int state = 0;
    int end = Math.min(bytes.length, LONGEST_LOOK);
    for (int i = 0; i < end; i++) {
      state = next[state][bytes[i] & 0xff];
      for (int number : found[state]) {
        seen.set(number);
      }
    }
    return seen;
  }

  private static boolean fits(
      Entry entry, BitSet seen, String program, LogLine line, SyslogMessage header) {
    for (int number : entry.contains) {
      if (!seen.get(number)) {
        return false;
      }
    }
    Signature signature = entry.signature;
    if (!signature.programs().isEmpty() && !signature.isProgram(program)) {
      return false;
    }
    return signature.starts().isEmpty() || starts(entry, seen, line.bytes(), header.start());
  }

  private static boolean starts(Entry entry, BitSet seen, byte[] line, int message) {
    List<String> starts = entry.signature.starts();
    for (int i = 0; i < starts.size(); i++) {
      if (seen.get(entry.starts[i])
          && (startsAt(line, 0, starts.get(i)) || startsAt(line, message, starts.get(i)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsAt(byte[] line, int from, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int at = from;
    while (at < line.length && line[at] == ' ') {
      at++;
    }
    return at + bytes.length <= line.length
        && Arrays.equals(line, at, at + bytes.length, bytes, 0, bytes.length);
  }
}
