package vn.lachan.backup.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes entries of snapshots as a tar archive (POSIX.1-2001 "pax"), as a stream.
 *
 * <p>What the old header cannot hold goes into an extended one: names that are long or not ASCII,
 * sizes from 8 GiB on, large owners, times before 1970 or finer than a second, and extended
 * attributes as {@code SCHILY.xattr.*}, access control lists as {@code SCHILY.acl.*}. Names keep
 * their bytes; long ones that are no text, which the extended header has no way to say, stand
 * before their entry as GNU tar writes them.
 */
final class TarWriter {

  private static final int BLOCK = 512;
  private static final String LONG = "././@LongLink";
  private static final String ACCESS_LIST = "system.posix_acl_";
  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final long LARGEST_ID = 0_7777777L;
  private static final long LARGEST_SIZE = 0_77777777777L;

  private final OutputStream out;
  private long size;
  private long left;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins an entry; for a file {@link #content} follows until all of {@code node.size()} is there.
   *
   * @param path without a slash at either end
   */
  void entry(byte[] path, TreeNode node) throws IOException {
    byte kind =
        switch (node.type()) {
          case FILE -> '0';
          case SYMLINK -> '2';
          case CHARDEV -> '3';
          case DEV -> '4';
          case DIR -> '5';
          case FIFO -> '6';
          case SOCKET, UNKNOWN ->
              throw new IllegalArgumentException("tar has no " + node.type().word());
        };
    byte[] name = path;
    if (node.type() == NodeType.DIR) {
      name = Arrays.copyOf(path, path.length + 1);
      name[path.length] = '/';
    }
    byte[] target = node.linkTarget().map(RawName::bytes).orElse(new byte[0]);
    write(kind, name, target, node, node.type() == NodeType.FILE ? node.size() : 0);
  }

  /** Another name of the file that stands in the archive as {@code first}. */
  void hardLink(byte[] path, byte[] first, TreeNode node) throws IOException {
    write((byte) '1', path, first, node, 0);
  }

  private void write(byte kind, byte[] name, byte[] target, TreeNode node, long size)
      throws IOException {
    if (left != 0) {
      throw new IllegalStateException("the entry before lacks " + left + " bytes");
    }
    byte[] extended = extended(name, target, node, size);
    if (extended.length > 0) {
      ahead('x', "PaxHeaders/entry", extended);
    }
    if (!isText(target) && target.length > NAME) {
      ahead('K', LONG, Arrays.copyOf(target, target.length + 1));
    }
    if (!isText(name) && Header.split(name).isEmpty()) {
      ahead('L', LONG, Arrays.copyOf(name, name.length + 1));
    }
    Header header = new Header(kind);
    header.name(name);
    header.text(157, NAME, target);
    NodeAttributes attributes = node.attributes();
    header.number(100, 8, attributes.permissions());
    header.number(108, 8, fits(attributes.uid(), LARGEST_ID) ? attributes.uid() : 0);
    header.number(116, 8, fits(attributes.gid(), LARGEST_ID) ? attributes.gid() : 0);
    header.number(124, 12, fits(size, LARGEST_SIZE) ? size : 0);
    long seconds = attributes.modified().getEpochSecond();
    header.number(136, 12, fits(seconds, LARGEST_SIZE) ? seconds : 0);
    header.text(265, 31, attributes.user().getBytes(StandardCharsets.UTF_8));
    header.text(297, 31, attributes.group().getBytes(StandardCharsets.UTF_8));
    if (kind == '3' || kind == '4') {
      header.number(329, 8, major(attributes.device()));
      header.number(337, 8, minor(attributes.device()));
    }
    out.write(header.sealed());
    this.size = size;
    left = size;
  }

  /** What is said of an entry before it. */
  private void ahead(char kind, String name, byte[] said) throws IOException {
    Header header = new Header((byte) kind);
    header.text(0, NAME, name.getBytes(StandardCharsets.US_ASCII));
    header.number(100, 8, 0644);
    header.number(124, 12, said.length);
    out.write(header.sealed());
    out.write(said);
    pad(said.length);
  }

  /** The next bytes of the file begun last. */
  void content(byte[] piece) throws IOException {
    if (piece.length > left) {
      throw new IllegalStateException("more bytes than the entry has");
    }
    out.write(piece);
    left -= piece.length;
    if (left == 0) {
      pad(size);
    }
  }

  /** Ends the archive; the stream stays open. */
  void end() throws IOException {
    if (left != 0) {
      throw new IllegalStateException("the last entry lacks " + left + " bytes");
    }
    out.write(new byte[2 * BLOCK]);
  }

  private void pad(long length) throws IOException {
    out.write(new byte[(int) (-length & (BLOCK - 1))]);
  }

  private static boolean fits(long number, long largest) {
    return number >= 0 && number <= largest;
  }

  /** As Linux puts both into one number. */
  private static long major(long device) {
    return device >>> 8 & 0xfff;
  }

  private static long minor(long device) {
    return (device & 0xff) | (device >>> 12 & 0xfff00);
  }

  private static byte[] extended(byte[] name, byte[] target, TreeNode node, long size) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    NodeAttributes attributes = node.attributes();
    if (isText(name) && (Header.split(name).isEmpty() || !isAscii(name))) {
      record(records, "path", name);
    }
    if (isText(target) && (target.length > NAME || !isAscii(target))) {
      record(records, "linkpath", target);
    }
    if (!fits(size, LARGEST_SIZE)) {
      record(records, "size", Long.toString(size));
    }
    if (!fits(attributes.uid(), LARGEST_ID)) {
      record(records, "uid", Long.toString(attributes.uid()));
    }
    if (!fits(attributes.gid(), LARGEST_ID)) {
      record(records, "gid", Long.toString(attributes.gid()));
    }
    Instant modified = attributes.modified();
    if (modified.getNano() != 0 || !fits(modified.getEpochSecond(), LARGEST_SIZE)) {
      record(records, "mtime", decimal(modified));
    }
    node.extended().forEach(one -> extended(records, one));
    return records.toByteArray();
  }

  private static void extended(ByteArrayOutputStream records, ExtendedAttribute one) {
    Optional<String> list =
        one.name().startsWith(ACCESS_LIST) ? AccessListText.of(one.value()) : Optional.empty();
    if (list.isPresent()) {
      record(records, "SCHILY.acl." + one.name().substring(ACCESS_LIST.length()), list.get());
    } else {
      record(records, "SCHILY.xattr." + one.name(), one.value());
    }
  }

  private static String decimal(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond())
        .add(BigDecimal.valueOf(time.getNano(), 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void record(ByteArrayOutputStream to, String key, String value) {
    record(to, key, value.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code length key=value\n}, where the length counts itself. */
  private static void record(ByteArrayOutputStream to, String key, byte[] value) {
    byte[] head = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
    int rest = head.length + value.length + 1;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    to.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    to.writeBytes(head);
    to.writeBytes(value);
    to.write('\n');
  }

  private static boolean isAscii(byte[] name) {
    for (byte b : name) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] name) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The 512 bytes before every entry. */
  private static final class Header {
    private final byte[] bytes = new byte[BLOCK];

    Header(byte kind) {
      bytes[156] = kind;
      text(257, 8, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
    }

    /** Where a name is cut into prefix and rest; 0: not at all; empty: it does not fit. */
    static Optional<Integer> split(byte[] name) {
      if (name.length <= NAME) {
        return Optional.of(0);
      }
      for (int i = Math.min(PREFIX, name.length - 2); i >= name.length - 1 - NAME && i > 0; i--) {
        if (name[i] == '/') {
          return Optional.of(i);
        }
      }
      return Optional.empty();
    }

    void name(byte[] name) {
      int cut = split(name).orElse(0);
      if (cut == 0) {
        text(0, NAME, name);
      } else {
        text(0, NAME, Arrays.copyOfRange(name, cut + 1, name.length));
        text(345, PREFIX, Arrays.copyOf(name, cut));
      }
    }

    void text(int at, int most, byte[] text) {
      System.arraycopy(text, 0, bytes, at, Math.min(most, text.length));
    }

    void number(int at, int width, long number) {
      String digits = Long.toOctalString(number);
      text(
          at,
          width,
          ("0".repeat(width - 1 - digits.length()) + digits).getBytes(StandardCharsets.US_ASCII));
    }

    byte[] sealed() {
      Arrays.fill(bytes, 148, 156, (byte) ' ');
      int sum = 0;
      for (byte b : bytes) {
        sum += b & 0xff;
      }
      number(148, 7, sum);
      return bytes;
    }
  }
}
