package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event has made true so far, and its values. Used again for every event, so that an event
 * costs no memory but what is kept of it. For one thread.
 */
final class Round {
  private static final int LONGEST = 512;
  private static final int HEAD = 400;
  private static final int LONGEST_NUMBER = 40;
  private static final String[] UNGROUPED = {};

  private final String[] names;
  private final @Nullable String[] values;
  private final boolean[] read;
  private final @Nullable BigDecimal[] numbers;
  private final String[] @Nullable [] keys;
  private final boolean[] keyRead;
  private final long[] holding;
  private final long[] hitting;
  private final @Nullable List<String>[] chains;
  private final String[] @Nullable [] groups;
  private final Texts texts = new Texts();
  private long number;
  private @Nullable Match match;
  private @Nullable Entry last;
  private long time;
  private long arrived;

  @SuppressWarnings("unchecked")
  Round(Fields fields, int rules) {
    names = fields.names().toArray(String[]::new);
    values = new String[names.length];
    read = new boolean[names.length];
    numbers = new BigDecimal[names.length];
    keys = new String[fields.sharedLists()][];
    keyRead = new boolean[keys.length];
    holding = new long[rules];
    hitting = new long[rules];
    chains = (List<String>[]) new List<?>[rules];
    groups = new String[rules][];
  }

  void begin(Match next, long happened, long latestArrival) {
    match = next;
    time = happened;
    arrived = latestArrival;
    last = null;
    number++;
    Arrays.fill(read, false);
    Arrays.fill(numbers, null);
    Arrays.fill(keyRead, false);
  }

  /** An event rule fits. */
  void matched(int rule) {
    holding[rule] = number;
    hitting[rule] = number;
    chains[rule] = null;
  }

  /** A correlation holds, and perhaps raises an alert. */
  void correlated(int rule, String[] group, List<String> chain, boolean hit) {
    holding[rule] = number;
    hitting[rule] = hit ? number : hitting[rule];
    chains[rule] = chain;
    groups[rule] = group;
  }

  boolean holds(int rule) {
    return holding[rule] == number;
  }

  boolean hits(int rule) {
    return hitting[rule] == number;
  }

  List<String> chain(int rule) {
    List<String> chain = chains[rule];
    return chain == null ? List.of() : chain;
  }

  private @Nullable String value(Plan.Field field, int source) {
    int i = field.number();
    if (!read[i]) {
      String text = match == null ? null : match.values().apply(names[i]);
      values[i] = text == null ? null : texts.shared(bounded(text));
      read[i] = true;
    }
    String value = values[i];
    String[] group = groups[source];
    return value != null || field.inner() < 0 || group == null ? value : group[field.inner()];
  }

  /** A value that is too long to be kept as often as an attacker likes is kept by its hash. */
  static String bounded(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return text.substring(0, HEAD) + "…" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The values to group by; null when one of them is missing. */
  String @Nullable [] key(Plan plan, int position) {
    int shared = plan.shared()[position];
    if (shared < 0) {
      return key(plan.group()[position], plan.sources()[position]);
    }
    if (!keyRead[shared]) {
      keys[shared] = key(plan.group()[position], plan.sources()[position]);
      keyRead[shared] = true;
    }
    return keys[shared];
  }

  private String @Nullable [] key(Plan.Field[] fields, int source) {
    if (fields.length == 0) {
      return UNGROUPED;
    }
    String[] key = new String[fields.length];
    for (int i = 0; i < key.length; i++) {
      String value = value(fields[i], source);
      if (value == null) {
        return null;
      }
      key[i] = value;
    }
    return key;
  }

  /** What the rule looks at; null when the event lacks it or a number is no number. */
  @Nullable Object looked(Plan plan, int position) {
    Plan.Field[] fields = plan.values()[position];
    int source = plan.sources()[position];
    if (fields.length == 0) {
      return "";
    }
    boolean one = fields.length == 1;
    if (!plan.looksAtTexts()) {
      return one ? number(fields[0], source) : null;
    }
    if (one) {
      return value(fields[0], source);
    }
    StringBuilder joined = new StringBuilder();
    for (Plan.Field field : fields) {
      String value = value(field, source);
      if (value == null) {
        return null;
      }
      joined.append(value.length()).append(':').append(value);
    }
    return joined.toString();
  }

  private @Nullable BigDecimal number(Plan.Field field, int source) {
    if (field.inner() >= 0) {
      return number(value(field, source));
    }
    BigDecimal parsed = numbers[field.number()];
    if (parsed == null) {
      parsed = number(value(field, source));
      numbers[field.number()] = parsed;
    }
    return parsed;
  }

  /** A number of at most forty digits before and behind the point, or null. */
  static @Nullable BigDecimal number(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST_NUMBER) {
      return null;
    }
    char first = text.charAt(0);
    if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      boolean handy =
          number.signum() == 0
              || (Math.abs((long) number.scale()) < LONGEST_NUMBER
                  && Math.abs((long) number.precision() - number.scale()) <= LONGEST_NUMBER);
      return handy ? number.stripTrailingZeros() : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The match as it is kept; the same object for all rules to which it is the same. */
  Entry entry(int position, Object value, List<String> chain) {
    Entry before = last;
    if (before != null
        && before.position() == position
        && before.value().equals(value)
        && before.chain().equals(chain)) {
      return before;
    }
    String id = match == null ? "" : match.eventId();
    Entry entry = new Entry(time, arrived, position, id, value, chain);
    last = entry;
    return entry;
  }
}
