package vn.lachan.playbooks.cacao;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 as playbooks write it (RFC 4648 section 4). */
public final class Base64Text {

  /** The bytes; null when it is no base64. */
  public static byte @Nullable [] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** The bytes as UTF-8; null when it is no base64 or the bytes are no text. */
  public static @Nullable String text(String base64) {
    byte[] bytes = bytes(base64);
    if (bytes == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private Base64Text() {}
}
