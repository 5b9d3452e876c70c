package vn.lachan.backup.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signatures that only the bytes of a PDF show: an increment may take one out of the form, but what
 * came before stays in the file.
 */
final class OrphanedSignatures {
  private static final Pattern RANGE =
      Pattern.compile(
          "/ByteRange\\s*\\[\\s*(\\d{1,10})\\s+(\\d{1,10})\\s+(\\d{1,10})\\s+(\\d{1,10})\\s*\\]");
  private static final Pattern SUB_FILTER = Pattern.compile("/SubFilter\\s*/([A-Za-z0-9.]+)");
  private static final int WINDOW = 200;
  private static final int DICTIONARY = 2000;

  private OrphanedSignatures() {}

  /** Every range that leaves out exactly one hexadecimal string, wherever it stands. */
  static List<PdfSignature> find(byte[] bytes, int most) {
    List<PdfSignature> found = new ArrayList<>();
    for (int at : PdfFile.byteRanges(bytes, 4 * most)) {
      Matcher range = RANGE.matcher(text(bytes, at, at + WINDOW));
      if (!range.lookingAt()) {
        continue;
      }
      int[] numbers = new int[4];
      boolean fits = true;
      for (int i = 0; i < 4; i++) {
        long number = Long.parseLong(range.group(i + 1));
        fits &= number <= Integer.MAX_VALUE;
        numbers[i] = (int) number;
      }
      if (!fits || PdfFile.ByteRanges.problem(bytes, numbers) != null) {
        continue;
      }
      byte[] cms = PdfFile.ByteRanges.contents(bytes, numbers);
      if (cms != null) {
        found.add(
            new PdfSignature(bytes, numbers, cms, subFilter(bytes, at, numbers), null, false));
      }
    }
    return found;
  }

  /** The sub-filter stands before or after the contents, in the same dictionary. */
  private static String subFilter(byte[] bytes, int at, int[] range) {
    String near =
        text(bytes, Math.min(at, range[1]) - DICTIONARY, range[1])
            + ' '
            + text(bytes, range[2], range[2] + DICTIONARY);
    Matcher name = SUB_FILTER.matcher(near);
    String last = "";
    while (name.find()) {
      last = name.group(1);
    }
    return last;
  }

  private static String text(byte[] bytes, int from, int to) {
    int start = Math.max(0, from);
    int end = Math.min(bytes.length, to);
    return end <= start ? "" : new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
