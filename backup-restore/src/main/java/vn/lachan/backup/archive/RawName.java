package vn.lachan.backup.archive;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The name of a file as the bytes the file system keeps.
 *
 * <p>Java's own text of a name loses bytes that do not fit the locale ({@code Tờ khai} under {@code
 * LC_ALL=C}, or {@code \xff} anywhere). The URI of a path does not, so it is used wherever the text
 * may have lost something. Ordered by bytes. {@link #toString()} is readable and reversible.
 */
public final class RawName implements Comparable<RawName> {

  private static final char LOST = '\uFFFD';
  private static final boolean TEXT_IS_UTF8 =
      System.getProperty("sun.jnu.encoding", "")
          .toUpperCase(Locale.ROOT)
          .replace("-", "")
          .equals("UTF8");

  private final byte[] bytes;

  private RawName(byte[] bytes) {
    this.bytes = bytes;
  }

  public static RawName of(byte[] bytes) {
    return new RawName(bytes.clone());
  }

  public static RawName of(String text) {
    return new RawName(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Name of {@code path}, which must come from the file system or from {@link #in}. */
  public static RawName of(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return new RawName(new byte[0]);
    }
    String text = name.toString();
    if (TEXT_IS_UTF8 && text.indexOf(LOST) < 0) {
      return of(text);
    }
    String raw = path.toUri().getRawPath();
    if (raw.endsWith("/")) {
      raw = raw.substring(0, raw.length() - 1);
    }
    return new RawName(decodePercent(raw.substring(raw.lastIndexOf('/') + 1)));
  }

  /** All of {@code path}, which must come from the file system or from {@link #in}, as bytes. */
  static byte[] bytesOf(Path path) {
    String text = path.toString();
    if (TEXT_IS_UTF8 && text.indexOf(LOST) < 0) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    String raw = path.toUri().getRawPath();
    return decodePercent(
        raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw);
  }

  /** Where the symbolic link {@code link} points, as bytes. */
  public static RawName linkTarget(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    String text = target.toString();
    return TEXT_IS_UTF8 && text.indexOf(LOST) < 0 ? of(text) : LinkTargets.bytes(target);
  }

  /** The name written by {@link #toString()}; empty when it is not so written. */
  public static Optional<RawName> parse(String quoted) {
    return GoText.unquote(quoted).map(RawName::new);
  }

  private static byte[] decodePercent(String raw) {
    byte[] decoded = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        decoded[length++] = (byte) HexFormat.fromHexDigits(raw, i + 1, i + 3);
        i += 2;
      } else {
        decoded[length++] = (byte) raw.charAt(i);
      }
    }
    return Arrays.copyOf(decoded, length);
  }

  /** Whether this can be one entry of a folder and nothing else. */
  public boolean isOneEntry() {
    if (bytes.length == 0 || Arrays.equals(bytes, new byte[] {'.'})) {
      return false;
    }
    if (Arrays.equals(bytes, new byte[] {'.', '.'})) {
      return false;
    }
    for (byte b : bytes) {
      if (b == '/' || b == 0) {
        return false;
      }
    }
    return true;
  }

  /** The path of this name in {@code folder}, with these very bytes. */
  public Path in(Path folder) {
    if (!isOneEntry()) {
      throw new InvalidPathException(toString(), "not the name of one entry");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (TEXT_IS_UTF8 && text.indexOf(LOST) < 0) {
      return folder.resolve(text);
    }
    String parent = folder.toUri().getRawPath();
    StringBuilder raw = new StringBuilder("file://").append(parent);
    if (!parent.endsWith("/")) {
      raw.append('/');
    }
    for (byte b : bytes) {
      raw.append('%').append(HexFormat.of().toHexDigits(b));
    }
    return Path.of(URI.create(raw.toString()));
  }

  /**
   * The place below {@code root} of a path as problems and manifests write it; empty when it is not
   * so written or would leave {@code root}.
   */
  public static Optional<Path> resolve(Path root, String display) {
    Path place = root;
    for (String part : display.substring(display.startsWith("/") ? 1 : 0).split("/", -1)) {
      Optional<RawName> name = parse(part).filter(RawName::isOneEntry);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      place = name.get().in(place);
    }
    return Optional.of(place);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(RawName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawName name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text where it is text; other bytes as {@code \xff}, a backslash doubled. */
  @Override
  public String toString() {
    return GoText.quote(bytes);
  }
}
