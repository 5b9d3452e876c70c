package vn.lachan.detection.match;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Reads addresses without ever asking a name server. */
final class Addresses {

  /** Four or sixteen bytes, or null when {@code value} is not the text of an address. */
  static byte @Nullable [] bytes(Object value) {
    if (!(value instanceof String written) || written.length() < 2 || written.length() > 60) {
      return null;
    }
    int zone = written.indexOf('%');
    String text = zone < 0 ? written : written.substring(0, zone);
    boolean colon = false;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      colon |= c == ':';
      dots += c == '.' ? 1 : 0;
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return null;
      }
    }
    if (!colon && dots != 3) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Addresses() {}
}
