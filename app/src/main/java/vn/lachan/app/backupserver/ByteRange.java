package vn.lachan.app.backupserver;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file as {@code Range} names it (RFC 9110, 14.2): one range, from the start.
 *
 * @param from first byte
 * @param length bytes
 */
record ByteRange(long from, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

  /** The whole file when there is no header or one of another form; empty when past the end. */
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    Matcher range = FORM.matcher(header == null ? "" : header);
    if (!range.matches()) {
      return Optional.of(new ByteRange(0, size));
    }
    long from = Long.parseLong(range.group(1));
    long last =
        range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
    if (from == 0 && size == 0) {
      return Optional.of(new ByteRange(0, 0));
    }
    return from > last ? Optional.empty() : Optional.of(new ByteRange(from, last - from + 1));
  }

  boolean isWhole(long size) {
    return length == size;
  }

  String header(long size) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }
}
