package vn.lachan.collector.dataset.step;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.collector.parser.LogLine;

/** What is known of one line while the steps of its dataset run. For one thread. */
public final class Slots {
  private static final int MAX_LABELS = 32;
  private static final int MAX_LABEL_TEXT = 1_024;

  private final LogLine line;
  private final EventDraft draft;
  private @Nullable Object[] values;
  private final String message;
  private String problem = "";
  private int labels;

  /**
   * Made of its parts.
   *
   * @param size how many names the dataset has
   * @param message what stands after the header of the line
   */
  public Slots(LogLine line, EventDraft draft, String message, int size) {
    this.line = line;
    this.draft = draft;
    this.message = message;
    this.values = new Object[size];
  }

  public LogLine line() {
    return line;
  }

  public EventDraft draft() {
    return draft;
  }

  String message() {
    return message;
  }

  /** The value as it was found; null when there is none. */
  public @Nullable Object get(int slot) {
    return values[slot];
  }

  /** The value as text, of a list the first; empty when there is none. */
  public String text(int slot) {
    Object value = values[slot];
    return switch (value) {
      case null -> "";
      case String text -> text;
      case List<?> list -> list.isEmpty() ? "" : String.valueOf(list.getFirst());
      default -> value.toString();
    };
  }

  /** Sets what the header says, in a dataset that asks for it. */
  public void putHeader(int slot, @Nullable Object value) {
    if (slot >= 0) {
      put(slot, value);
    }
  }

  boolean has(int slot) {
    Object value = values[slot];
    return value != null && !(value instanceof String text && text.isEmpty());
  }

  /** Sets a value; null and empty text change nothing. */
  void put(int slot, @Nullable Object value) {
    if (value != null && !(value instanceof String text && text.isEmpty())) {
      values[slot] = value;
    }
  }

  /** Sets a value unless there is one. */
  void putIfAbsent(int slot, @Nullable Object value) {
    if (!has(slot)) {
      put(slot, value);
    }
  }

  void remove(int slot) {
    values[slot] = null;
  }

  @Nullable Object[] snapshot() {
    return Arrays.copyOf(values, values.length);
  }

  void restore(@Nullable Object[] before) {
    this.values = before;
  }

  /** Keeps what no step asked for, up to a number and a length. */
  void label(String key, String value) {
    if (value.isEmpty() || key.isEmpty() || key.length() > 100) {
      return;
    }
    if (labels >= MAX_LABELS) {
      draft.tag("fields_cut");
      return;
    }
    labels++;
    String kept = value.length() > MAX_LABEL_TEXT ? value.substring(0, MAX_LABEL_TEXT) : value;
    draft.put("labels." + key, kept);
  }

  /** Says why the line is not understood, without what it holds; answers false for a step. */
  boolean refuse(String reason) {
    this.problem = reason;
    return false;
  }

  /** Why a step failed; empty when none did. */
  public String problem() {
    return problem;
  }
}
