package vn.lachan.backup.signature;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was appended to a signed revision only adds signatures and evidence.
 *
 * <p>New objects cannot be seen unless an object that was there before leads to them, so only
 * changed old objects are looked at: an object is changed when its place in the file differs. What
 * may change is written down in {@link #isAllowed}; everything else is a change of content.
 */
final class PdfRevisions {
  private static final Set<COSName> CATALOG_KEYS =
      Set.of(
          COSName.ACRO_FORM,
          COSName.getPDFName("DSS"),
          COSName.getPDFName("Extensions"),
          COSName.METADATA,
          COSName.VERSION,
          COSName.PERMS);
  private static final Set<COSName> FORM_KEYS =
      Set.of(
          COSName.FIELDS,
          COSName.getPDFName("SigFlags"),
          COSName.DR,
          COSName.DA,
          COSName.getPDFName("NeedAppearances"));
  private static final Set<COSName> FIELD_KEYS =
      Set.of(COSName.V, COSName.AP, COSName.M, COSName.F, COSName.getPDFName("Lock"));

  private final PdfFile before;
  private final PdfFile after;
  private final Set<COSObjectKey> evidence = new HashSet<>();
  private String changed = "";

  private PdfRevisions(PdfFile before, PdfFile after) {
    this.before = before;
    this.after = after;
  }

  /** What was changed besides signatures and evidence; null when nothing was. */
  static @Nullable String change(byte[] bytes, int end, PdfFile after) {
    try (PdfFile before = new PdfFile(Arrays.copyOf(bytes, end))) {
      PdfRevisions revisions = new PdfRevisions(before, after);
      return revisions.isOnlySigned() ? null : revisions.changed;
    } catch (IOException e) {
      return "không đọc được bản đã ký";
    }
  }

  private boolean isOnlySigned() throws IOException {
    COSDictionary oldTrailer = before.document().getDocument().getTrailer();
    COSDictionary newTrailer = after.document().getDocument().getTrailer();
    if (!same(oldTrailer.getItem(COSName.ROOT), newTrailer.getItem(COSName.ROOT))
        || !same(oldTrailer.getItem(COSName.ENCRYPT), newTrailer.getItem(COSName.ENCRYPT))) {
      changed = "trailer";
      return false;
    }
    allowFreely(oldTrailer.getItem(COSName.INFO));
    COSDictionary catalog = before.document().getDocumentCatalog().getCOSObject();
    allowFreely(catalog.getItem(COSName.METADATA));
    allowEvidence(catalog.getItem(COSName.getPDFName("DSS")), 0);
    Map<COSObjectKey, Long> oldPlaces = before.document().getDocument().getXrefTable();
    Map<COSObjectKey, Long> newPlaces = after.document().getDocument().getXrefTable();
    for (Map.Entry<COSObjectKey, Long> place : oldPlaces.entrySet()) {
      COSObjectKey key = place.getKey();
      if (!place.getValue().equals(newPlaces.get(key))
          && !evidence.contains(key)
          && !isAllowed(key)) {
        changed = "đối tượng " + key.getNumber();
        return false;
      }
    }
    return true;
  }

  private void allowFreely(@Nullable COSBase item) {
    if (item instanceof COSObject object && object.getKey() != null) {
      evidence.add(object.getKey());
    }
  }

  /** The security store with its arrays and dictionaries: evidence may be added to it. */
  private void allowEvidence(@Nullable COSBase item, int depth) {
    allowFreely(item);
    COSBase value = item instanceof COSObject object ? object.getObject() : item;
    if (depth > 3) {
      return;
    }
    if (value instanceof COSDictionary dictionary && !(value instanceof COSStream)) {
      for (COSName key : dictionary.keySet()) {
        allowEvidence(dictionary.getItem(key), depth + 1);
      }
    } else if (value instanceof COSArray array) {
      for (int i = 0; i < array.size(); i++) {
        allowEvidence(array.get(i), depth + 1);
      }
    }
  }

  private boolean isAllowed(COSObjectKey key) throws IOException {
    COSBase was = before.document().getDocument().getObjectFromPool(key).getObject();
    COSBase is = after.document().getDocument().getObjectFromPool(key).getObject();
    if (was == null) {
      return true;
    }
    if (is == null) {
      return false;
    }
    if (same(was, is)) {
      return true;
    }
    if (was instanceof COSArray former && is instanceof COSArray later) {
      return onlySignaturesAdded(former, later);
    }
    if (!(was instanceof COSDictionary former)
        || !(is instanceof COSDictionary later)
        || was instanceof COSStream) {
      return false;
    }
    if (COSName.CATALOG.equals(former.getCOSName(COSName.TYPE))) {
      return differsOnlyIn(former, later, CATALOG_KEYS)
          && isFormAllowed(former.getItem(COSName.ACRO_FORM), later.getItem(COSName.ACRO_FORM));
    }
    if (COSName.PAGE.equals(former.getCOSName(COSName.TYPE))) {
      return differsOnlyIn(former, later, Set.of(COSName.ANNOTS))
          && areAdded(former.getItem(COSName.ANNOTS), later.getItem(COSName.ANNOTS));
    }
    if (former.containsKey(COSName.FIELDS)) {
      return isFormAllowed(former, later);
    }
    return COSName.SIG.equals(former.getCOSName(COSName.FT))
        && !former.containsKey(COSName.V)
        && differsOnlyIn(former, later, FIELD_KEYS);
  }

  /**
   * The form directly in the catalogue, or by itself; a reference to an object is looked at there.
   */
  private static boolean isFormAllowed(@Nullable COSBase was, @Nullable COSBase is)
      throws IOException {
    if (was == null) {
      return true;
    }
    if (is == null) {
      return false;
    }
    if (same(was, is)) {
      return true;
    }
    return value(was) instanceof COSDictionary former
        && value(is) instanceof COSDictionary later
        && differsOnlyIn(former, later, FORM_KEYS)
        && areAdded(former.getItem(COSName.FIELDS), later.getItem(COSName.FIELDS));
  }

  private static boolean areAdded(@Nullable COSBase was, @Nullable COSBase is) throws IOException {
    COSArray former = value(was) instanceof COSArray array ? array : new COSArray();
    return value(is) instanceof COSArray later
        ? onlySignaturesAdded(former, later)
        : former.size() == 0;
  }

  private static boolean onlySignaturesAdded(COSArray was, COSArray is) throws IOException {
    for (int i = 0; i < was.size(); i++) {
      if (!contains(is, was.get(i))) {
        return false;
      }
    }
    for (int i = 0; i < is.size(); i++) {
      if (!contains(was, is.get(i)) && !isSignatureField(is.getObject(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(COSArray array, @Nullable COSBase item) throws IOException {
    for (int i = 0; i < array.size(); i++) {
      if (same(array.get(i), item)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSignatureField(@Nullable COSBase item) {
    if (!(item instanceof COSDictionary field)) {
      return false;
    }
    COSDictionary parent = field.getCOSDictionary(COSName.PARENT);
    return COSName.SIG.equals(field.getCOSName(COSName.FT))
        || (parent != null && COSName.SIG.equals(parent.getCOSName(COSName.FT)));
  }

  private static boolean differsOnlyIn(COSDictionary was, COSDictionary is, Set<COSName> keys)
      throws IOException {
    Set<COSName> all = new HashSet<>(was.keySet());
    all.addAll(is.keySet());
    for (COSName key : all) {
      if (!keys.contains(key) && !same(was.getItem(key), is.getItem(key))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable COSBase value(@Nullable COSBase item) {
    return item instanceof COSObject object ? object.getObject() : item;
  }

  /** Equal as written: references are compared, not followed. */
  private static boolean same(@Nullable COSBase a, @Nullable COSBase b) throws IOException {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    if (a instanceof COSObject one && b instanceof COSObject other) {
      COSObjectKey key = one.getKey();
      return key != null && key.equals(other.getKey());
    }
    if (a instanceof COSArray one && b instanceof COSArray other) {
      if (one.size() != other.size()) {
        return false;
      }
      for (int i = 0; i < one.size(); i++) {
        if (!same(one.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof COSDictionary one && b instanceof COSDictionary other) {
      return differsOnlyIn(one, other, Set.of()) && sameBytes(one, other);
    }
    return a.equals(b);
  }

  private static boolean sameBytes(COSDictionary a, COSDictionary b) throws IOException {
    if (!(a instanceof COSStream one) || !(b instanceof COSStream other)) {
      return a instanceof COSStream == b instanceof COSStream;
    }
    try (InputStream left = one.createRawInputStream();
        InputStream right = other.createRawInputStream()) {
      return Arrays.equals(left.readAllBytes(), right.readAllBytes());
    }
  }
}
