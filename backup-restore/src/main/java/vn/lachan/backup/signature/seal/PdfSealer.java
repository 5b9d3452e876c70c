package vn.lachan.backup.signature.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.ExternalSigningSupport;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.signature.SignatureException;

/**
 * Signs PDF documents: PAdES B-B, or B-T with a time-stamp authority (ETSI EN 319 142-1).
 *
 * <p>What is there already stays byte for byte: a signature is an incremental update, so earlier
 * ones keep holding. Safe for use by several threads.
 */
public final class PdfSealer {
  private static final COSName CADES = COSName.getPDFName("ETSI.CAdES.detached");
  private static final int ROOM = 24 * 1024;

  private final CmsSigner signer;
  private final Clock clock;

  /**
   * @param timestamps null for B-B
   * @param clock the claimed time of signing
   */
  public PdfSealer(SealingKey key, @Nullable TimestampAuthority timestamps, Clock clock) {
    this(new CmsSigner(key, "SHA-256", timestamps), clock);
  }

  public PdfSealer(CmsSigner signer, Clock clock) {
    this.signer = signer;
    this.clock = clock;
  }

  /** Whether a time-stamp authority dates the signatures: level B-T, not B-B. */
  public boolean stampsTime() {
    return signer.timestamps() != null;
  }

  /** The same without time-stamps. */
  PdfSealer withoutTimestamps() {
    return new PdfSealer(signer.withoutTimestamps(), clock);
  }

  /**
   * The document with one signature more.
   *
   * @param reason why it is signed, in the reader's language
   * @param place where
   * @throws SignatureException when it is no PDF, the key cannot sign, or no time-stamp can be had
   */
  public byte[] seal(byte[] pdf, String reason, String place) {
    return seal(pdf, reason, place, document -> {});
  }

  /**
   * As {@link #seal(byte[], String, String)}; {@code change} is made to the document first and
   * becomes part of what is signed.
   */
  byte[] seal(byte[] pdf, String reason, String place, Consumer<PDDocument> change) {
    try (PDDocument document = Loader.loadPDF(pdf);
        SignatureOptions options = new SignatureOptions()) {
      change.accept(document);
      PDSignature signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(CADES);
      signature.setName(SubjectNames.commonName(signer.key().certificate()));
      signature.setReason(reason);
      signature.setLocation(place);
      signature.setSignDate(calendar(clock.instant()));
      options.setPreferredSignatureSize(ROOM);
      document.addSignature(signature, options);
      document.setDocumentId(clock.millis());
      ByteArrayOutputStream out = new ByteArrayOutputStream(pdf.length + 2 * ROOM);
      ExternalSigningSupport support = document.saveIncrementalForExternalSigning(out);
      support.setSignature(signer.sign(support.getContent(), null, false));
      return out.toByteArray();
    } catch (IOException e) {
      throw new SignatureException("không ký được tài liệu PDF", e);
    }
  }

  private static Calendar calendar(Instant at) {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Ho_Chi_Minh"));
    calendar.setTimeInMillis(at.toEpochMilli());
    return calendar;
  }
}
