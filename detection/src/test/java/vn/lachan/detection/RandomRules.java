package vn.lachan.detection;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Makes up legal rules and events that nearly fit them. The same seed gives the same. */
final class RandomRules {
  static final Map<String, List<String>> PLACEHOLDERS =
      Map.of("servers", List.of("srv*", "DC-1"), "one", List.of("a.b"));

  private static final List<String> FIELDS = List.of("A", "B", "C", "D e", "n.x");
  private static final List<String> PIECES =
      List.of(
          "a",
          "B",
          "abc",
          "ABC",
          "cmd.exe",
          "-foo",
          " /foo",
          " \u2013x",
          "a-b",
          "C:\\Win",
          "\\\\",
          "\\*",
          "\\?",
          "\\",
          "*",
          "?",
          "**",
          "\ud83d\ude00",
          "đồng",
          "ĐỒNG",
          "\u017f",
          "\u212a",
          "ß",
          "é",
          "e\u0301",
          " ",
          "%",
          "4688",
          "0x17",
          "x\ny",
          ".",
          "(",
          "$",
          "^",
          "[a]",
          "--",
          "—―",
          "-Đ",
          "\ud801\udc28",
          "\ud801\udc00",
          "\u0000",
          "\"",
          "'",
          "{",
          "|",
          "#",
          "~");
  private static final List<String> EXPRESSIONS =
      List.of(
          "a+",
          "[a-c]x?",
          "(ab|c)",
          "^a",
          "b$",
          "c$",
          ".",
          "\\.",
          "\\d{2,3}",
          "\\bfoo\\b",
          "abc",
          "(?i)ABC",
          ".{3,}",
          "colou?r",
          "x*",
          "[^a]+b",
          "\\\\",
          "(?:a|B)+",
          "\\w+",
          "đồ?ng",
          "\\s",
          "ſ?K",
          "[$]",
          "\\$",
          "😀",
          "a|b",
          "(a|)$",
          "\\W-",
          "e{0,2}",
          "\\n");
  private static final List<String> TIMES =
      List.of(
          "2026-11-20T08:14:22+07:00",
          "2026-11-20 23:59:59.123",
          "2026-01-01",
          "2024-12-31T00:00:00Z",
          "2026-02-30",
          "soon");
  private static final List<String> ADDRESSES =
      List.of(
          "10.60.72.14",
          "10.61.0.1",
          "192.168.1.1",
          "2001:db8::1",
          "2001:db9::1",
          "::1",
          "fe80::1%eth0",
          "10.60",
          "256.1.1.1",
          "host",
          "");
  private static final List<String> NETWORKS =
      List.of("10.60.0.0/16", "192.168.1.1/32", "2001:db8::/32", "0.0.0.0/0", "fe80::/10");
  private static final List<String> PARTS =
      List.of("minute", "hour", "day", "week", "month", "year");

  private final Random random;

  RandomRules(long seed) {
    this.random = new Random(seed);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean chance(double share) {
    return random.nextDouble() < share;
  }

  RandomRule rule(String id) {
    Map<String, List<RandomRule.Alternative>> selections = new LinkedHashMap<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String name = (chance(0.15) ? "_" : "") + any(List.of("sel", "filter")) + i;
      selections.put(name, selection());
    }
    if (selections.keySet().stream().allMatch(name -> name.startsWith("_"))) {
      selections.put("sel9", selection());
    }
    return new RandomRule(id, selections, condition(List.copyOf(selections.keySet()), 3));
  }

  private String condition(List<String> names, int depth) {
    String visible = names.stream().filter(name -> !name.startsWith("_")).findFirst().orElseThrow();
    return switch (random.nextInt(depth > 0 ? 9 : 3)) {
      case 0, 1 -> any(names);
      case 2 ->
          any(
              List.of(
                  "1 of them",
                  "all of them",
                  "any of " + visible.charAt(0) + "*",
                  "all of *" + visible.charAt(visible.length() - 1)));
      case 3 -> "not " + condition(names, 0);
      case 4 -> "(" + condition(names, depth - 1) + ")";
      case 5 -> "not (" + condition(names, depth - 1) + ")";
      case 6, 7 -> condition(names, depth - 1) + " and " + condition(names, depth - 1);
      default -> condition(names, depth - 1) + " or " + condition(names, depth - 1);
    };
  }

  private List<RandomRule.Alternative> selection() {
    List<RandomRule.Alternative> result = new ArrayList<>();
    int count = chance(0.7) ? 1 : 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      result.add(chance(0.12) ? keywords() : map());
    }
    return result;
  }

  private RandomRule.Alternative keywords() {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      values.add("k" + text(2));
    }
    if (chance(0.6)) {
      return new RandomRule.Alternative(List.of(new RandomRule.Item("", List.of(), values, true)));
    }
    List<String> modifiers =
        any(
            List.of(
                List.of("all"),
                List.of("contains"),
                List.of("startswith"),
                List.of("endswith", "all"),
                List.of("cased"),
                List.of("windash"),
                List.of("neq")));
    return new RandomRule.Alternative(List.of(new RandomRule.Item("", modifiers, values, false)));
  }

  private RandomRule.Alternative map() {
    List<RandomRule.Item> items = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      RandomRule.Item item = item();
      if (!keys.contains(item.key())) {
        items.add(item);
        keys.add(item.key());
      }
    }
    return new RandomRule.Alternative(items);
  }

  private RandomRule.Item item() {
    List<String> modifiers = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    int kind = random.nextInt(20);
    int count = chance(0.05) ? 20 : chance(0.5) ? 1 : 1 + random.nextInt(4);
    switch (kind) {
      case 0 -> {
        modifiers.add("exists");
        values.add("!raw " + chance(0.5));
        count = 0;
      }
      case 1 -> count = special(values);
      case 2 -> {
        modifiers.addAll(expressionChain());
        fill(values, count, () -> expression());
      }
      case 3 -> {
        modifiers.add("cidr");
        fill(values, count, () -> any(NETWORKS));
      }
      case 4 -> {
        modifiers.addAll(referenceChain());
        fill(values, count, () -> any(FIELDS));
      }
      case 5 -> {
        modifiers.add(any(List.of("lt", "lte", "gt", "gte")));
        fill(values, count, () -> "!raw " + number());
      }
      case 6 -> {
        modifiers.add(any(PARTS));
        if (chance(0.5)) {
          modifiers.add(random.nextInt(2), any(List.of("lt", "lte", "gt", "gte")));
        }
        int most = modifiers.contains("year") ? 2030 : 12;
        fill(values, count, () -> "!raw " + (1 + random.nextInt(most)));
      }
      case 7 -> fill(values, count, () -> "!raw " + number());
      case 8 -> {
        modifiers.addAll(List.of("expand"));
        modifiers.addAll(chance(0.4) ? List.of("contains") : List.of());
        fill(values, count, () -> text(1) + any(List.of("%servers%", "%one%", "\\%x%", "")));
      }
      default -> {
        modifiers.addAll(textChain());
        boolean encoded = modifiers.toString().contains("base64");
        fill(values, count, () -> encoded ? plain() : text(3));
      }
    }
    if (values.size() > 1 && chance(0.2)) {
      modifiers.add(modifiers.isEmpty() ? 0 : random.nextInt(modifiers.size() + 1), "all");
    }
    boolean alone = modifiers.contains("exists");
    if (chance(0.08)) {
      modifiers.add(alone ? modifiers.size() : random.nextInt(modifiers.size() + 1), "neq");
    }
    return new RandomRule.Item(any(FIELDS), modifiers, values, false);
  }

  private int special(List<Object> values) {
    values.add(any(List.of("!raw null", "", "!raw true", "!raw yes", "!raw off", "!raw 1:30")));
    return 0;
  }

  private interface Source {
    Object next();
  }

  private static void fill(List<Object> values, int count, Source source) {
    for (int i = 0; i < count; i++) {
      values.add(source.next());
    }
  }

  private List<String> textChain() {
    List<String> chain = new ArrayList<>();
    if (chance(0.65)) {
      chain.add(any(List.of("contains", "startswith", "endswith")));
    }
    if (chance(0.15)) {
      chain.add("cased");
    }
    if (chance(0.15)) {
      chain.add("windash");
    }
    Collections.shuffle(chain, random);
    if (chance(0.15)) {
      List<String> encoding = new ArrayList<>();
      if (chance(0.5)) {
        encoding.add(any(List.of("wide", "utf16le", "utf16be", "utf16")));
      }
      if (chance(0.6)) {
        encoding.add(any(List.of("base64", "base64offset")));
      }
      chain.removeIf(word -> word.equals("windash") && encoding.size() > 1);
      chain.addAll(0, encoding);
    }
    return chain;
  }

  private List<String> expressionChain() {
    List<String> chain = new ArrayList<>(List.of("re"));
    for (String flag : List.of("i", "s", "ignorecase", "dotall")) {
      if (chance(0.15)) {
        chain.add(flag);
      }
    }
    if (chance(0.2)) {
      chain.add(any(List.of("contains", "startswith", "endswith")));
    }
    return chain;
  }

  private List<String> referenceChain() {
    List<String> chain = new ArrayList<>(List.of("fieldref"));
    if (chance(0.5)) {
      chain.add(any(List.of("contains", "startswith", "endswith")));
    }
    if (chance(0.2)) {
      chain.add("cased");
    }
    return chain;
  }

  private String expression() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(3); i++) {
      text.append(any(EXPRESSIONS));
    }
    return text.toString();
  }

  private String number() {
    return switch (random.nextInt(5)) {
      case 0 -> String.valueOf(random.nextInt(20));
      case 1 -> "4688";
      case 2 -> random.nextInt(10) + "." + random.nextInt(100);
      case 3 -> "0x17";
      default -> "-" + random.nextInt(10);
    };
  }

  private String text(int most) {
    if (chance(0.01)) {
      return "a".repeat(300) + any(PIECES);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(most); i++) {
      text.append(any(PIECES));
    }
    return text.toString();
  }

  private String plain() {
    return "x" + text(2).replaceAll("[*?\\\\]", "");
  }

  /** An event that has, for most items of the rule, something like what they want. */
  Map<String, Object> event(RandomRule rule) {
    Map<String, Object> event = new LinkedHashMap<>();
    for (List<RandomRule.Alternative> selection : rule.selections().values()) {
      for (RandomRule.Alternative alternative : selection) {
        for (RandomRule.Item item : alternative.items()) {
          if (chance(0.85)) {
            put(event, item);
          }
        }
      }
    }
    if (chance(0.3)) {
      event.put(field(any(FIELDS)), text(3));
    }
    return event;
  }

  private static String field(String name) {
    return name.replace(" ", "");
  }

  private void put(Map<String, Object> event, RandomRule.Item item) {
    String field = item.field().isEmpty() ? "message" : field(item.field());
    List<Object> made = new ArrayList<>();
    if (item.modifiers().contains("all") || item.field().isEmpty()) {
      StringBuilder joined = new StringBuilder();
      item.values().forEach(value -> joined.append(value(item, value, event)).append(any(PIECES)));
      made.add(joined.toString());
    } else {
      made.add(value(item, any(item.values()), event));
    }
    Object before = event.get(field);
    if (before instanceof List<?> list) {
      made.addAll(list);
    } else if (before != null && chance(0.5)) {
      made.add(before);
    }
    if (chance(0.1)) {
      made.add(text(2));
    }
    made.removeIf(value -> value == null);
    if (made.isEmpty()) {
      event.put(field, null);
    } else {
      event.put(field, made.size() == 1 ? made.getFirst() : List.copyOf(made));
    }
  }

  private Object value(RandomRule.Item item, Object wanted, Map<String, Object> event) {
    if (chance(0.06)) {
      return any(Collections.unmodifiableList(Arrays.asList("", null, true, 4688L, 23L)));
    }
    List<String> chain = item.modifiers();
    if (chain.stream().anyMatch(PARTS::contains)) {
      return chance(0.15) ? (Object) (1795140862L + random.nextInt(100_000_000)) : any(TIMES);
    }
    if (chain.contains("cidr")) {
      return any(ADDRESSES);
    }
    if (chain.contains("fieldref")) {
      Object other = event.get(field(wanted.toString()));
      return other == null || chance(0.2) ? text(1) : any(PIECES) + other;
    }
    String text = wanted.toString();
    if (text.startsWith("!raw ")) {
      return raw(text.substring(5));
    }
    if (chain.contains("re")) {
      return any(PIECES) + text.replaceAll("[\\\\^$()?+\\[\\]{}]", "") + any(PIECES);
    }
    return mutated(padded(chain, encoded(chain, instance(text))));
  }

  private Object raw(String text) {
    return switch (random.nextInt(4)) {
      case 0 -> text;
      case 1 -> text.matches("-?[0-9]{1,9}") ? (Object) Long.valueOf(text) : text;
      case 2 -> text.matches("-?[0-9.]{1,9}") ? (Object) new BigDecimal(text) : 23L;
      default -> text.equals("true") || text.equals("yes") ? (Object) true : text.strip();
    };
  }

  /** A text that the pattern should fit. */
  private String instance(String pattern) {
    String text = pattern.replace("%servers%", "srv7").replace("%one%", "a.b");
    StringBuilder result = new StringBuilder();
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (points[i] == '\\' && i + 1 < points.length && "\\*?".indexOf(points[i + 1]) >= 0) {
        result.appendCodePoint(points[++i]);
      } else if (points[i] == '*') {
        result.append(chance(0.5) ? "" : any(PIECES));
      } else if (points[i] == '?') {
        result.append(any(List.of("x", "\ud83d\ude00", "Đ")));
      } else {
        result.appendCodePoint(points[i]);
      }
    }
    return result.toString();
  }

  private String encoded(List<String> chain, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean wide = false;
    for (String modifier : chain) {
      switch (modifier) {
        case "wide", "utf16le", "utf16" -> bytes = text.getBytes(StandardCharsets.UTF_16LE);
        case "utf16be" -> bytes = text.getBytes(StandardCharsets.UTF_16BE);
        default -> {}
      }
      wide |= modifier.equals("wide") || modifier.startsWith("utf16");
    }
    if (chain.contains("utf16")) {
      bytes = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
    }
    if (chain.contains("base64offset") && chance(0.7)) {
      byte[] longer = new byte[bytes.length + random.nextInt(3)];
      System.arraycopy(bytes, 0, longer, longer.length - bytes.length, bytes.length);
      bytes = longer;
    }
    if (chain.contains("base64") || chain.contains("base64offset")) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return wide ? new String(bytes, StandardCharsets.ISO_8859_1) : text;
  }

  private String padded(List<String> chain, String text) {
    boolean contains = chain.contains("contains");
    String before = contains || chain.contains("endswith") ? any(PIECES) : "";
    String after = contains || chain.contains("startswith") ? any(PIECES) : "";
    return before + text + after;
  }

  private String mutated(String text) {
    return switch (random.nextInt(12)) {
      case 0 -> text.toUpperCase(Locale.ROOT);
      case 1 -> text.toLowerCase(Locale.ROOT);
      case 2 -> text + any(PIECES);
      case 3 -> any(PIECES) + text;
      case 4 -> text.replace('-', '/').replace('\u2013', '-');
      case 5 -> {
        List<String> shorter = RandomRule.shorter(text);
        yield shorter.isEmpty() ? text : any(shorter);
      }
      default -> text;
    };
  }
}
