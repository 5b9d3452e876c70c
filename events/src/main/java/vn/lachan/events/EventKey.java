package vn.lachan.events;

/** The key under which an event is stored: its id, or a digest of an id too long to be a key. */
final class EventKey {

  /** Elasticsearch allows 512 bytes; a character takes up to four. */
  private static final int LONGEST = 128;

  static String of(String id) {
    return id.length() <= LONGEST ? id : "sha256:" + Digits.sha256(id);
  }

  private EventKey() {}
}
