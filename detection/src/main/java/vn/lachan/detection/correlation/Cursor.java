package vn.lachan.detection.correlation;

/** Something that is known about a part of a window and must follow when that changes. */
sealed interface Cursor permits Stretch, Steps {

  /** The window has a new match at {@code at}. */
  void inserted(Window window, int at);

  /** The window is about to lose its first match. */
  void removesFirst(Window window);
}
