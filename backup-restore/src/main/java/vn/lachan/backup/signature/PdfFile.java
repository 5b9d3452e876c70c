package vn.lachan.backup.signature;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a PDF in memory, read by PDFBox: its signature dictionaries and its document
 * security store. Used by one thread.
 */
final class PdfFile implements Closeable {
  private static final byte[] BYTE_RANGE =
      "/ByteRange".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final COSName DSS = COSName.getPDFName("DSS");
  private static final int MAX_FIELDS = 10_000;

  private final byte[] bytes;
  private final PDDocument document;
  private final List<SignatureReason> broken = new ArrayList<>();

  PdfFile(byte[] bytes) throws IOException {
    this.bytes = bytes;
    this.document = Loader.loadPDF(bytes);
  }

  PDDocument document() {
    return document;
  }

  /**
   * Signature dictionaries that do not speak for the bytes they are in; known after {@link
   * #signatures}.
   */
  List<SignatureReason> broken() {
    return broken;
  }

  /** Where "/ByteRange" stands: no signature can do without it. Empty for most files. */
  static List<Integer> byteRanges(byte[] bytes, int most) {
    List<Integer> found = new ArrayList<>();
    int[] skip = new int[256];
    java.util.Arrays.fill(skip, BYTE_RANGE.length);
    for (int i = 0; i < BYTE_RANGE.length - 1; i++) {
      skip[BYTE_RANGE[i]] = BYTE_RANGE.length - 1 - i;
    }
    int last = BYTE_RANGE.length - 1;
    int at = last;
    while (at < bytes.length && found.size() < most) {
      int i = 0;
      while (i < BYTE_RANGE.length && bytes[at - i] == BYTE_RANGE[last - i]) {
        i++;
      }
      if (i == BYTE_RANGE.length) {
        found.add(at - last);
      }
      at += skip[bytes[at] & 0xff];
    }
    return found;
  }

  /** Those the form holds, then those only the bytes hold; by where they end. */
  List<PdfSignature> signatures(int most) {
    List<PdfSignature> found = new ArrayList<>();
    Set<Integer> ends = new HashSet<>();
    for (COSDictionary dictionary : inForm(most)) {
      PdfSignature signature = signature(dictionary, true);
      if (signature != null && ends.add(signature.end())) {
        found.add(signature);
      }
    }
    for (PdfSignature orphan : OrphanedSignatures.find(bytes, most)) {
      if (found.size() < most && ends.add(orphan.end())) {
        found.add(orphan);
      }
    }
    found.sort(Comparator.comparingInt(PdfSignature::end));
    return found;
  }

  private List<COSDictionary> inForm(int most) {
    List<COSDictionary> found = new ArrayList<>();
    COSDictionary form =
        document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.ACRO_FORM);
    if (form == null) {
      return found;
    }
    Set<COSBase> seen = new HashSet<>();
    List<COSBase> open = new ArrayList<>();
    addAll(open, form.getCOSArray(COSName.FIELDS));
    while (!open.isEmpty() && seen.size() < MAX_FIELDS && found.size() < most) {
      COSBase next = open.removeLast();
      if (next instanceof COSDictionary field && seen.add(field)) {
        addAll(open, field.getCOSArray(COSName.KIDS));
        if (field.getDictionaryObject(COSName.V) instanceof COSDictionary value
            && value.containsKey(COSName.BYTERANGE)
            && seen.add(value)) {
          found.add(value);
        }
      }
    }
    return found;
  }

  private static void addAll(List<COSBase> open, @Nullable COSArray array) {
    for (int i = 0; array != null && i < array.size(); i++) {
      COSBase item = array.getObject(i);
      if (item != null) {
        open.add(item);
      }
    }
  }

  private @Nullable PdfSignature signature(COSDictionary dictionary, boolean inForm) {
    int[] range = range(dictionary.getCOSArray(COSName.BYTERANGE));
    String problem = range == null ? "không phải bốn số" : ByteRanges.problem(bytes, range);
    if (range == null || problem != null) {
      broken.add(new SignatureReason(ReasonCode.BYTE_RANGE_WRONG, String.valueOf(problem)));
      return null;
    }
    byte[] cms = ByteRanges.contents(bytes, range);
    if (cms == null
        || !(dictionary.getDictionaryObject(COSName.CONTENTS) instanceof COSString declared)
        || !java.util.Arrays.equals(cms, declared.getBytes())) {
      broken.add(
          new SignatureReason(ReasonCode.BYTE_RANGE_WRONG, "phần để trống không phải /Contents"));
      return null;
    }
    Calendar date = dictionary.getDate(COSName.M);
    Instant claimed = date == null ? null : date.toInstant();
    String subFilter = dictionary.getNameAsString(COSName.SUB_FILTER, "");
    return new PdfSignature(bytes, range, cms, subFilter, claimed, inForm);
  }

  private static int @Nullable [] range(@Nullable COSArray array) {
    if (array == null || array.size() != 4) {
      return null;
    }
    int[] range = new int[4];
    for (int i = 0; i < 4; i++) {
      if (!(array.getObject(i) instanceof COSNumber number)) {
        return null;
      }
      range[i] = number.intValue();
    }
    return range;
  }

  /** What the document security store holds; pieces that unfold beyond the limit are left out. */
  EmbeddedEvidence evidence(long maxBytes) {
    EmbeddedEvidence evidence = new EmbeddedEvidence();
    COSDictionary store = document.getDocumentCatalog().getCOSObject().getCOSDictionary(DSS);
    if (store == null) {
      return evidence;
    }
    long left = maxBytes;
    left = each(store, "Certs", left, evidence::addCertificate);
    left = each(store, "CRLs", left, evidence::addList);
    each(store, "OCSPs", left, evidence::addAnswer);
    return evidence;
  }

  private static long each(
      COSDictionary store, String name, long limit, java.util.function.Consumer<byte[]> taker) {
    COSArray array = store.getCOSArray(COSName.getPDFName(name));
    long left = limit;
    for (int i = 0; array != null && i < array.size() && left > 0; i++) {
      if (array.getObject(i) instanceof COSStream stream) {
        byte[] content = content(stream, left);
        left -= content.length;
        taker.accept(content);
      }
    }
    return left;
  }

  /** A stream that is plain or deflated once: what writers of evidence use. */
  private static byte[] content(COSStream stream, long limit) {
    COSBase filter = stream.getFilters();
    if (filter instanceof COSArray array && array.size() == 1) {
      filter = array.getObject(0);
    }
    try (InputStream raw = stream.createRawInputStream()) {
      int most = (int) Math.min(limit, Integer.MAX_VALUE - 8);
      if (filter == null) {
        return raw.readNBytes(most);
      }
      if (COSName.FLATE_DECODE.equals(filter)) {
        return new InflaterInputStream(new ByteArrayInputStream(raw.readAllBytes()))
            .readNBytes(most);
      }
    } catch (IOException e) {
      return new byte[0];
    }
    return new byte[0];
  }

  @Override
  public void close() throws IOException {
    document.close();
  }

  /** The ByteRange of a signature against the file it stands in. */
  static final class ByteRanges {
    private ByteRanges() {}

    /** What is wrong with a range; null when it leaves out exactly one hexadecimal string. */
    static @Nullable String problem(byte[] bytes, int[] range) {
      long end = (long) range[2] + range[3];
      if (range[0] != 0 || range[1] <= 0 || range[3] < 0 || range[2] <= range[1]) {
        return "thứ tự sai";
      }
      if (end > bytes.length) {
        return "vượt cuối tệp";
      }
      if (bytes[range[1]] != '<' || bytes[range[2] - 1] != '>') {
        return "phần để trống không phải chuỗi thập lục phân";
      }
      return null;
    }

    /** The bytes between the two ranges, out of hexadecimal; null when they are not. */
    static byte @Nullable [] contents(byte[] bytes, int[] range) {
      int from = range[1] + 1;
      int length = range[2] - 1 - from;
      if (length < 0 || length % 2 != 0) {
        return null;
      }
      byte[] contents = new byte[length / 2];
      for (int i = 0; i < contents.length; i++) {
        int high = bytes[from + 2 * i];
        int low = bytes[from + 2 * i + 1];
        if (!HexFormat.isHexDigit(high) || !HexFormat.isHexDigit(low)) {
          return null;
        }
        contents[i] = (byte) (HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low));
      }
      return contents;
    }
  }
}
