package vn.lachan.backup.signature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;

/** PDF files as attackers and other writers make them. */
final class TestPdfs {
  private TestPdfs() {}

  /** An increment that takes the form, and so every signature, out of the catalogue. */
  static byte[] withoutForm(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
      catalog.removeItem(COSName.ACRO_FORM);
      document.getPage(0).getCOSObject().removeItem(COSName.ANNOTS);
      document.getPage(0).getCOSObject().setNeedToBeUpdated(true);
      catalog.setNeedToBeUpdated(true);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return out.toByteArray();
    }
  }

  /** The same with object streams and a cross-reference stream. */
  static byte[] compressed(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out, CompressParameters.DEFAULT_COMPRESSION);
      return out.toByteArray();
    }
  }

  /** With an object stream that unfolds to {@code size} zeros. */
  static byte[] bomb(byte[] pdf, int size) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate =
        new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED))) {
      byte[] zeros = new byte[1 << 16];
      for (int done = 0; done < size; done += zeros.length) {
        deflate.write(zeros);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(pdf);
    out.write(
        ("99 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
                + packed.size()
                + ">>\nstream\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(packed.toByteArray());
    out.write("\nendstream\nendobj\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
