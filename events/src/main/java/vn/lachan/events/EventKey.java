package vn.lachan.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The key under which an event is stored: its id, or a digest of an id too long to be a key. */
final class EventKey {

  /** Elasticsearch allows 512 bytes; a character takes up to four. */
  private static final int LONGEST = 128;

  static String of(String id) {
    if (id.length() <= LONGEST) {
      return id;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private EventKey() {}
}
