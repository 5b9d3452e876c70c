package vn.lachan.backup.hash;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A byte range to hash, and its digest afterwards. The bytes must not change until it is done.
 *
 * <p>A job is a whole message, or one part of a longer one: then the jobs of that message share
 * {@link Progress}, all parts but the last are multiples of {@link #BLOCK} bytes long, and they are
 * given to the engine one after the other. Not safe for several threads.
 */
public final class HashJob {

  /** Bytes that SHA-256 takes at a time. */
  public static final int BLOCK = 64;

  /** What has been hashed of one message so far. */
  public static final class Progress {
    private static final int[] BEGINNING = {
      0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };
    final int[] state = BEGINNING.clone();
    long bytes;
  }

  final byte[] content;
  final int offset;
  final int length;
  final Progress progress;
  final boolean last;

  private HashJob(byte[] content, int offset, int length, Progress progress, boolean last) {
    Objects.checkFromIndexSize(offset, length, content.length);
    if (!last && length % BLOCK != 0) {
      throw new IllegalArgumentException("a part is a multiple of 64 bytes, not " + length);
    }
    this.content = content;
    this.offset = offset;
    this.length = length;
    this.progress = progress;
    this.last = last;
  }

  /** A message of its own. */
  public static HashJob whole(byte[] content, int offset, int length) {
    return new HashJob(content, offset, length, new Progress(), true);
  }

  /** The next part of a message that goes on. */
  public static HashJob part(byte[] content, int offset, int length, Progress progress) {
    return new HashJob(content, offset, length, progress, false);
  }

  /** The end of a message. */
  public static HashJob end(byte[] content, int offset, int length, Progress progress) {
    return new HashJob(content, offset, length, progress, true);
  }

  /** Bytes of this job. */
  public int length() {
    return length;
  }

  /** Whether nothing of the message was hashed before this. */
  boolean begins() {
    return progress.bytes == 0;
  }

  /** The digest of the whole message, 32 bytes, once an engine has done the last job of it. */
  public byte[] digest() {
    if (!last) {
      throw new IllegalStateException("the message is not at its end");
    }
    ByteBuffer digest = ByteBuffer.allocate(4 * progress.state.length);
    for (int word : progress.state) {
      digest.putInt(word);
    }
    return digest.array();
  }

  void done(byte[] digest) {
    ByteBuffer words = ByteBuffer.wrap(digest);
    for (int i = 0; i < progress.state.length; i++) {
      progress.state[i] = words.getInt();
    }
    progress.bytes += length;
  }
}
