package vn.lachan.collector.dataset.step;

/** Where a step reads its text: the message, or a value found before. */
public record Source(int slot) {
  /** The message of the line. */
  public static final Source MESSAGE = new Source(-1);

  String text(Slots slots) {
    return slot < 0 ? slots.message() : slots.text(slot);
  }
}
