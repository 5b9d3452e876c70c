package vn.lachan.backup.signature;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.cms.CMSTypedData;

/** Parts of an array, handed out in slices of 8 KiB: that is what the JDK's intrinsics want. */
final class SlicedContent implements CMSTypedData {
  private static final int SLICE = 8192;

  private final byte[] bytes;
  private final int[] ranges;

  /**
   * @param ranges offset, length, offset, length, …
   */
  SlicedContent(byte[] bytes, int... ranges) {
    this.bytes = bytes;
    this.ranges = ranges.clone();
  }

  static SlicedContent whole(byte[] bytes) {
    return new SlicedContent(bytes, 0, bytes.length);
  }

  @Override
  public ASN1ObjectIdentifier getContentType() {
    return CMSObjectIdentifiers.data;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    for (int i = 0; i < ranges.length; i += 2) {
      int end = ranges[i] + ranges[i + 1];
      for (int at = ranges[i]; at < end; at += SLICE) {
        out.write(bytes, at, Math.min(SLICE, end - at));
      }
    }
  }

  byte[] digest(MessageDigest function) {
    for (int i = 0; i < ranges.length; i += 2) {
      int end = ranges[i] + ranges[i + 1];
      for (int at = ranges[i]; at < end; at += SLICE) {
        function.update(bytes, at, Math.min(SLICE, end - at));
      }
    }
    return function.digest();
  }

  @Override
  public Object getContent() {
    return bytes;
  }
}
