package vn.lachan.collector.dataset.step;

import java.util.Map;

/**
 * Reads a Windows event as XML: an element's text under its path below the root ({@code
 * System.EventID}), an attribute under the path and its name ({@code
 * System.TimeCreated.SystemTime}), {@code <Data Name="x">} under {@code EventData.x}. Knows no
 * entities but the five of XML and numbers, no DTD and no inclusion, so that a line cannot make it
 * read files or grow.
 */
public final class XmlStep implements Step {
  private static final int MAX_DEPTH = 16;

  private final Source from;
  private final Map<String, Integer> wanted;
  private final boolean labels;

  public XmlStep(Source from, Map<String, Integer> wanted, boolean labels) {
    this.from = from;
    this.wanted = Map.copyOf(wanted);
    this.labels = labels;
  }

  @Override
  public boolean run(Slots slots) {
    String text = from.text(slots);
    int open = text.indexOf('<');
    return (open >= 0 && new Reader(text, slots).read(open)) || slots.refuse("not XML");
  }

  private final class Reader {
    private final String text;
    private final Slots slots;
    private final String[] path = new String[MAX_DEPTH];
    private int depth;

    Reader(String text, Slots slots) {
      this.text = text;
      this.slots = slots;
    }

    boolean read(int from) {
      int at = from;
      int elements = 0;
      while (at >= 0 && at < text.length()) {
        int close = text.indexOf('>', at);
        if (close < 0) {
          return elements > 0;
        }
        if (text.startsWith("<?", at) || text.startsWith("<!", at)) {
          at = text.indexOf('<', close);
          continue;
        }
        if (text.startsWith("</", at)) {
          depth = Math.max(0, depth - 1);
        } else {
          elements++;
          element(at + 1, close);
        }
        int next = text.indexOf('<', close);
        boolean leaf = next > close + 1 && text.startsWith("</", next);
        if (leaf && depth > 1) {
          keep(key(""), text.substring(close + 1, next));
        }
        at = next;
      }
      return elements > 0;
    }

    private void element(int from, int close) {
      boolean empty = text.charAt(close - 1) == '/';
      int end = empty ? close - 1 : close;
      int at = from;
      while (at < end && text.charAt(at) > ' ') {
        at++;
      }
      String name = text.substring(from, at);
      if (depth < MAX_DEPTH) {
        path[depth] = name;
      }
      depth++;
      attributes(at, end);
      if (empty) {
        depth--;
      }
    }

    private void attributes(int from, int end) {
      int at = from;
      while (at < end) {
        int equals = text.indexOf('=', at);
        if (equals < 0 || equals + 1 >= end) {
          return;
        }
        char quote = text.charAt(equals + 1);
        int last = text.indexOf(quote, equals + 2);
        if (last < 0 || last > end) {
          return;
        }
        String name = text.substring(at, equals).strip();
        String value = text.substring(equals + 2, last);
        if (name.equals("Name") && depth > 1 && depth <= MAX_DEPTH && isData(path[depth - 1])) {
          path[depth - 1] = value;
        } else if (depth > 1) {
          keep(key(name), value);
        }
        at = last + 1;
      }
    }

    private static boolean isData(String element) {
      return element.equals("Data");
    }

    private String key(String attribute) {
      StringBuilder key = new StringBuilder();
      for (int i = 1; i < Math.min(depth, MAX_DEPTH); i++) {
        key.append(i > 1 ? "." : "").append(path[i]);
      }
      return attribute.isEmpty() ? key.toString() : key.append('.').append(attribute).toString();
    }

    private void keep(String key, String raw) {
      String value = plain(raw).strip();
      Integer slot = wanted.get(key);
      if (slot != null) {
        slots.putIfAbsent(slot, value);
      } else if (labels && !key.endsWith("xmlns")) {
        slots.label(key, value);
      }
    }

    private static String plain(String raw) {
      if (raw.indexOf('&') < 0) {
        return raw;
      }
      return raw.replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&quot;", "\"")
          .replace("&apos;", "'")
          .replace("&#39;", "'")
          .replace("&#xD;", "\r")
          .replace("&#xA;", "\n")
          .replace("&amp;", "&");
    }
  }
}
