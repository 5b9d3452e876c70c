package vn.lachan.collector.dataset.step;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** How the audit system of Linux writes what is not plain text. */
public final class AuditSteps {
  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int MOST_ARGUMENTS = 1_024;

  private AuditSteps() {}

  /**
   * Reads the {@code sockaddr} of the kernel that {@code from} has in hexadecimal digits: address
   * and port, or the path of a local socket. What is none changes nothing.
   */
  public static Step socketAddress(int from, int address, int port, int path) {
    return slots -> {
      byte[] bytes = bytes(slots.text(from));
      if (bytes.length < 3) {
        return true;
      }
      // The family is written in the order of bytes of the machine, port and address are not
      int family = bytes[0] == 0 ? bytes[1] : bytes[0];
      if (family == INET && bytes.length >= 8) {
        slots.put(address, text(Arrays.copyOfRange(bytes, 4, 8)));
        slots.put(port, portOf(bytes));
      } else if (family == INET6 && bytes.length >= 24) {
        slots.put(address, text(Arrays.copyOfRange(bytes, 8, 24)));
        slots.put(port, portOf(bytes));
      } else if (family == UNIX) {
        slots.put(path, local(bytes));
      }
      return true;
    };
  }

  /** A name in no folder begins with a zero byte, which is shown as {@code @}. */
  private static String local(byte[] address) {
    boolean named = address[2] == 0;
    int end = named ? 3 : 2;
    while (end < address.length && address[end] != 0) {
      end++;
    }
    int begin = named ? 3 : 2;
    String name = new String(address, begin, end - begin, StandardCharsets.UTF_8);
    return named && !name.isEmpty() ? "@" + name : name;
  }

  private static long portOf(byte[] address) {
    return ((address[2] & 0xffL) << 8) | (address[3] & 0xff);
  }

  private static String text(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are an address", e);
    }
  }

  /**
   * Joins the arguments {@code a0=}, {@code a1=} of EXECVE, also one cut into {@code a1[0]=},
   * {@code a1[1]=}. An argument without quotes is in hexadecimal digits.
   *
   * @param line where they go, joined by blanks
   * @param list where they go one by one
   */
  public static Step arguments(Source from, int line, int list) {
    return slots -> {
      List<String> arguments = arguments(from.text(slots));
      slots.put(line, String.join(" ", arguments));
      slots.put(list, arguments.isEmpty() ? null : List.copyOf(arguments));
      return true;
    };
  }

  private static List<String> arguments(String text) {
    List<String> arguments = new ArrayList<>();
    StringBuilder parts = new StringBuilder();
    int at = 0;
    while (at < text.length() && arguments.size() < MOST_ARGUMENTS) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      String key = text.substring(text.lastIndexOf(' ', equals) + 1, equals);
      boolean quoted = text.startsWith("\"", equals + 1);
      int end = text.indexOf(quoted ? '"' : ' ', equals + 2);
      end = end < 0 ? text.length() : end;
      String value = text.substring(Math.min(equals + (quoted ? 2 : 1), end), end);
      at = Math.min(text.length(), end + 1);
      int open = key.indexOf('[');
      if (!isArgument(open < 0 ? key : key.substring(0, open))) {
        continue;
      }
      if (open < 0 || key.endsWith("[0]")) {
        finish(parts, arguments);
      }
      if (open < 0) {
        arguments.add(quoted ? value : decoded(value));
      } else {
        parts.append(quoted ? value : decoded(value));
      }
    }
    finish(parts, arguments);
    return arguments;
  }

  private static void finish(StringBuilder parts, List<String> arguments) {
    if (!parts.isEmpty()) {
      arguments.add(parts.toString());
      parts.setLength(0);
    }
  }

  private static boolean isArgument(String key) {
    return key.length() > 1
        && key.charAt(0) == 'a'
        && key.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
  }

  private static String decoded(String digits) {
    byte[] bytes = bytes(digits);
    return bytes.length == 0 ? digits : new String(bytes, StandardCharsets.UTF_8);
  }

  /** What the digits stand for; nothing when they are none. */
  private static byte[] bytes(String digits) {
    boolean hex =
        digits.length() % 2 == 0
            && digits.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'));
    return hex ? HexFormat.of().parseHex(digits) : new byte[0];
  }
}
