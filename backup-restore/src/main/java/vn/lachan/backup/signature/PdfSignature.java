package vn.lachan.backup.signature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A signature dictionary of a PDF with its bytes: what is signed, and the CMS over it. */
final class PdfSignature {
  private final byte[] file;
  private final int[] range;
  private final byte[] cms;
  private final String subFilter;
  private final @Nullable Instant claimed;
  private final boolean inForm;

  /**
   * @param range ByteRange: offset, length, offset, length; checked against the file
   */
  PdfSignature(
      byte[] file,
      int[] range,
      byte[] cms,
      String subFilter,
      @Nullable Instant claimed,
      boolean inForm) {
    this.file = file;
    this.range = range;
    this.cms = cms;
    this.subFilter = subFilter;
    this.claimed = claimed;
    this.inForm = inForm;
  }

  SlicedContent content() {
    return new SlicedContent(file, range);
  }

  byte[] cms() {
    return cms;
  }

  String subFilter() {
    return subFilter;
  }

  @Nullable Instant claimed() {
    return claimed;
  }

  boolean isInForm() {
    return inForm;
  }

  /** Where the signed revision ends. */
  int end() {
    return range[2] + range[3];
  }
}
