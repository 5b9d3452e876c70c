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

  /** A blob as it lies in a pack. {@code rawLength} is 0 when it was not worth compressing. */
  static final class SealedBlob {
    final BlobType type;
    final StorageId id;
    final byte[] sealed;
    final int rawLength;

    SealedBlob(BlobType type, StorageId id, byte[] sealed, int rawLength) {
      this.type = type;
      this.id = id;
      this.sealed = sealed;
      this.rawLength = rawLength;
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

  SealedBlob seal(BlobType type, StorageId id, byte[] content, int offset, int length) {
    SealedBlob blob =
        compresses
            ? compressAndSeal(type, id, content, offset, length)
            : new SealedBlob(type, id, envelope.seal(content, offset, length), 0);
    if (settings.verifyBeforeWrite()) {
      verify(blob);
    }
    return blob;
  }

  private SealedBlob compressAndSeal(
      BlobType type, StorageId id, byte[] content, int offset, int length) {
    int bound = (int) Math.min(Zstd.compressBound(length), Integer.MAX_VALUE - 8);
    if (scratch.length < bound) {
      scratch = new byte[bound];
    }
    int compressed = compressor.compressByteArray(scratch, 0, bound, content, offset, length);
    return compressed < length
        ? new SealedBlob(type, id, envelope.seal(scratch, 0, compressed), length)
        : new SealedBlob(type, id, envelope.seal(content, offset, length), 0);
  }

  /** The blob sealed anew, still compressed if it was; null when it is not what its id promises. */
  @Nullable SealedBlob reseal(byte[] pack, PackedBlob blob) {
    byte[] plain = envelope.open(pack, blob.offset(), blob.length());
    if (plain == null
        || open(pack, blob.offset(), blob.length(), blob.rawLength(), blob.id()) == null) {
      return null;
    }
    SealedBlob sealed =
        new SealedBlob(blob.type(), blob.id(), envelope.seal(plain), blob.rawLength());
    if (settings.verifyBeforeWrite()) {
      verify(sealed);
    }
    return sealed;
  }

  private void verify(SealedBlob blob) {
    byte[] again = open(blob.sealed, 0, blob.sealed.length, blob.rawLength, blob.id);
    if (again == null) {
      throw new CorruptRepositoryException(
          "a blob does not open again to what was sealed; suspect memory or processor",
          blob.type.word() + " blob " + blob.id);
    }
  }

  /** Returns the content with the id {@code expected}; null when this is not it. */
  byte @Nullable [] open(byte[] from, int offset, int length, int rawLength, StorageId expected) {
    byte[] plain = envelope.open(from, offset, length);
    if (plain != null && rawLength > 0) {
      plain = rawLength <= settings.largestBlob() ? decompress(plain, rawLength) : null;
    }
    return plain != null && hash(plain).equals(expected) ? plain : null;
  }

  private byte @Nullable [] decompress(byte[] compressed, int rawLength) {
    byte[] raw = new byte[rawLength];
    try {
      int length =
          decompressor.decompressByteArray(raw, 0, rawLength, compressed, 0, compressed.length);
      return length == rawLength ? raw : null;
    } catch (ZstdException e) {
      return null;
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
