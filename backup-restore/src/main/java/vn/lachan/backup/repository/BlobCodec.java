package vn.lachan.backup.repository;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Hashes, compresses and seals, and the way back. For one thread at a time. */
final class BlobCodec implements AutoCloseable {

  /** Short updates keep SHA-256 in the JDK's fast code. */
  private static final int SLICE = 8192;

  private static final byte COMPRESSED = 2;

  private final RepositorySettings settings;
  private final boolean compresses;
  private final Envelope envelope;
  private final MessageDigest sha256;
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private byte[] scratch = new byte[0];
  private byte[] sealedRoom = new byte[0];
  private byte[] plainRoom = new byte[0];

  /**
   * @param compresses false for version 1, which knows no compression
   */
  BlobCodec(
      RepositoryKey key, RepositorySettings settings, SecureRandom random, boolean compresses) {
    this.settings = settings;
    this.compresses = compresses;
    this.envelope = new Envelope(key, random);
    this.sha256 = newSha256();
    compressor.setLevel(settings.compressionLevel());
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /** A blob as it will lie in a pack. {@code rawLength} is 0 when it was not worth compressing. */
  static final class SealedBlob {
    final BlobType type;
    final StorageId id;
    final byte[] bytes;
    final int offset;
    final int length;
    final int rawLength;

    SealedBlob(BlobType type, StorageId id, byte[] bytes, int offset, int length, int rawLength) {
      this.type = type;
      this.id = id;
      this.bytes = bytes;
      this.offset = offset;
      this.length = length;
      this.rawLength = rawLength;
    }

    int contentLength() {
      return rawLength > 0 ? rawLength : length - Envelope.OVERHEAD;
    }
  }

  StorageId hash(byte[] content, int offset, int length) {
    int done = 0;
    while (length - done > SLICE) {
      sha256.update(content, offset + done, SLICE);
      done += SLICE;
    }
    sha256.update(content, offset + done, length - done);
    return StorageId.of(sha256.digest());
  }

  StorageId hash(byte[] content) {
    return hash(content, 0, content.length);
  }

  /** Bytes that sealing {@code length} bytes may take at most. */
  static int mostSealed(int length) {
    return length + Envelope.OVERHEAD;
  }

  /** Seals and, when asked for by the settings, opens and hashes again. */
  SealedBlob seal(BlobType type, StorageId id, byte[] content, int offset, int length) {
    SealedBlob blob = sealInto(type, id, content, offset, length, new byte[mostSealed(length)], 0);
    if (settings.verifyBeforeWrite()) {
      verify(blob);
    }
    return blob;
  }

  /** Seals into {@code to}, where there is room for {@link #mostSealed}; does not open it again. */
  SealedBlob sealInto(
      BlobType type,
      StorageId id,
      byte[] content,
      int offset,
      int length,
      byte[] to,
      int toOffset) {
    if (compresses) {
      int bound = (int) Math.min(Zstd.compressBound(length), Integer.MAX_VALUE - 8);
      reserve(bound);
      int compressed = compressor.compressByteArray(scratch, 0, bound, content, offset, length);
      if (compressed < length) {
        envelope.seal(scratch, 0, compressed, to, toOffset);
        return new SealedBlob(type, id, to, toOffset, mostSealed(compressed), length);
      }
    }
    envelope.seal(content, offset, length, to, toOffset);
    return new SealedBlob(type, id, to, toOffset, mostSealed(length), 0);
  }

  /** Room for sealed bytes, good until it is asked for again. */
  byte[] sealedRoom(int bytes) {
    if (sealedRoom.length < bytes) {
      sealedRoom = new byte[Rooms.size(bytes)];
    }
    return sealedRoom;
  }

  /** Room for content, good until it is asked for again. */
  byte[] plainRoom(int bytes) {
    if (plainRoom.length < bytes) {
      plainRoom = new byte[Rooms.size(bytes)];
    }
    return plainRoom;
  }

  private void reserve(int bytes) {
    if (scratch.length < bytes) {
      scratch = new byte[Rooms.size(bytes)];
    }
  }

  /** The blob sealed anew, still compressed if it was; null when it is not what its id promises. */
  @Nullable SealedBlob reseal(byte[] pack, PackedBlob blob) {
    byte[] plain = envelope.open(pack, blob.offset(), blob.length());
    if (plain == null
        || open(pack, blob.offset(), blob.length(), blob.rawLength(), blob.id()) == null) {
      return null;
    }
    byte[] again = envelope.seal(plain);
    SealedBlob sealed =
        new SealedBlob(blob.type(), blob.id(), again, 0, again.length, blob.rawLength());
    if (settings.verifyBeforeWrite()) {
      verify(sealed);
    }
    return sealed;
  }

  private void verify(SealedBlob blob) {
    if (open(blob.bytes, blob.offset, blob.length, blob.rawLength, blob.id) == null) {
      throw unlike(blob);
    }
  }

  /** The failure of a blob that does not come back as it went in. */
  static CorruptRepositoryException unlike(SealedBlob blob) {
    return new CorruptRepositoryException(
        "a blob does not open again to what was sealed; suspect memory or processor",
        blob.type.word() + " blob " + blob.id);
  }

  /** Returns the content with the id {@code expected}; null when this is not it. */
  byte @Nullable [] open(byte[] from, int offset, int length, int rawLength, StorageId expected) {
    int contentLength = rawLength > 0 ? rawLength : length - Envelope.OVERHEAD;
    if (contentLength < 0 || contentLength > settings.largestBlob()) {
      return null;
    }
    byte[] content = new byte[contentLength];
    return openInto(from, offset, length, rawLength, content, 0) && hash(content).equals(expected)
        ? content
        : null;
  }

  /**
   * Opens and unzips into {@code to}, where there is room for the content; false when it is
   * damaged. The content is still to be hashed and compared with its id.
   */
  boolean openInto(byte[] from, int offset, int length, int rawLength, byte[] to, int toOffset) {
    if (rawLength == 0) {
      return envelope.open(from, offset, length, to, toOffset);
    }
    int compressed = length - Envelope.OVERHEAD;
    reserve(Math.max(0, compressed));
    if (rawLength > settings.largestBlob() || !envelope.open(from, offset, length, scratch, 0)) {
      return false;
    }
    try {
      return decompressor.decompressByteArray(to, toOffset, rawLength, scratch, 0, compressed)
          == rawLength;
    } catch (ZstdException e) {
      return false;
    }
  }

  byte[] sealPlain(byte[] content) {
    return envelope.seal(content);
  }

  byte @Nullable [] openPlain(byte[] sealed, int offset, int length) {
    return envelope.open(sealed, offset, length);
  }

  /** Index, snapshot or lock: the byte 2 and compressed JSON, sealed; version 1: the JSON. */
  byte[] sealDocument(byte[] json) {
    if (!compresses) {
      return envelope.seal(json);
    }
    byte[] compressed = compressor.compress(json);
    byte[] framed = new byte[compressed.length + 1];
    framed[0] = COMPRESSED;
    System.arraycopy(compressed, 0, framed, 1, compressed.length);
    return envelope.seal(framed);
  }

  /**
   * The JSON of a sealed document; null when damaged. Reads the uncompressed form of version 1 too.
   */
  byte @Nullable [] openDocument(byte[] sealed) {
    byte[] plain = envelope.open(sealed, 0, sealed.length);
    if (plain == null || plain.length == 0) {
      return null;
    }
    return switch (plain[0]) {
      case '{', '[' -> plain;
      case COMPRESSED -> unzip(Arrays.copyOfRange(plain, 1, plain.length));
      default -> null;
    };
  }

  private byte @Nullable [] unzip(byte[] compressed) {
    int limit = settings.largestDocument();
    try (var in = new ZstdInputStream(new ByteArrayInputStream(compressed))) {
      byte[] json = in.readNBytes(limit);
      return in.read() < 0 ? json : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
