package vn.lachan.backup.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Access control lists of Linux in the words tar archives have them in, users as numbers. */
final class AccessListText {

  private static final int VERSION = 2;

  private AccessListText() {}

  /** {@code user::rw-} and so on, a line each; empty when {@code value} is no such list. */
  static Optional<String> of(byte[] value) {
    ByteBuffer list = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (value.length < 4 || value.length % 8 != 4 || list.getInt() != VERSION) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    while (list.hasRemaining()) {
      int tag = list.getShort();
      int rights = list.getShort();
      String id = Integer.toUnsignedString(list.getInt());
      switch (tag) {
        case 1 -> text.append("user::");
        case 2 -> text.append("user:").append(id).append(':');
        case 4 -> text.append("group::");
        case 8 -> text.append("group:").append(id).append(':');
        case 16 -> text.append("mask::");
        case 32 -> text.append("other::");
        default -> {
          return Optional.empty();
        }
      }
      text.append((rights & 4) != 0 ? 'r' : '-');
      text.append((rights & 2) != 0 ? 'w' : '-');
      text.append((rights & 1) != 0 ? 'x' : '-').append('\n');
    }
    return Optional.of(text.toString());
  }
}
