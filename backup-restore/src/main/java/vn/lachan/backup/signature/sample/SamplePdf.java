package vn.lachan.backup.signature.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import vn.lachan.backup.signature.SignatureException;

/** PDF files to be signed. */
public final class SamplePdf {
  private static final int WIDTH = 1024;

  private SamplePdf() {}

  /** One page with a line of text and a "scan" that does not compress; about {@code bytes} long. */
  public static byte[] scan(String line, int bytes, long seed) {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage(PDRectangle.A4);
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        if (bytes > WIDTH) {
          content.drawImage(noise(document, bytes / WIDTH, seed), 40, 40, 500, 700);
        }
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(50, 780);
        content.showText(line);
        content.endText();
      }
      document.setDocumentId(seed);
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + 4096);
      document.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new SignatureException("cannot make a sample PDF", e);
    }
  }

  private static PDImageXObject noise(PDDocument document, int height, long seed)
      throws IOException {
    byte[] pixels = new byte[WIDTH * height];
    new Random(seed).nextBytes(pixels);
    COSStream stream = document.getDocument().createCOSStream();
    try (var out = stream.createRawOutputStream()) {
      out.write(pixels);
    }
    stream.setItem(COSName.TYPE, COSName.XOBJECT);
    stream.setItem(COSName.SUBTYPE, COSName.IMAGE);
    stream.setInt(COSName.WIDTH, WIDTH);
    stream.setInt(COSName.HEIGHT, height);
    stream.setInt(COSName.BITS_PER_COMPONENT, 8);
    stream.setItem(COSName.COLORSPACE, COSName.DEVICEGRAY);
    return new PDImageXObject(new org.apache.pdfbox.pdmodel.common.PDStream(stream), null);
  }

  /**
   * Adds a document security store, which makes B-LT of B-T (ETSI EN 319 142-1, 5.4).
   *
   * @param certificates DER
   * @param revocationLists DER
   * @param answers OCSP answers, DER
   */
  public static byte[] withEvidence(
      byte[] pdf, List<byte[]> certificates, List<byte[]> revocationLists, List<byte[]> answers) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      COSDictionary store = new COSDictionary();
      store.setItem(COSName.TYPE, COSName.getPDFName("DSS"));
      store.setItem(COSName.getPDFName("Certs"), streams(document, certificates));
      store.setItem(COSName.getPDFName("CRLs"), streams(document, revocationLists));
      store.setItem(COSName.getPDFName("OCSPs"), streams(document, answers));
      store.setNeedToBeUpdated(true);
      COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
      catalog.setItem(COSName.getPDFName("DSS"), store);
      catalog.setNeedToBeUpdated(true);
      ByteArrayOutputStream out = new ByteArrayOutputStream(pdf.length + 65_536);
      document.saveIncremental(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new SignatureException("cannot add evidence to a sample PDF", e);
    }
  }

  private static COSArray streams(PDDocument document, List<byte[]> contents) throws IOException {
    COSArray array = new COSArray();
    for (byte[] content : contents) {
      COSStream stream = document.getDocument().createCOSStream();
      try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
        out.write(content);
      }
      stream.setNeedToBeUpdated(true);
      array.add(stream);
    }
    return array;
  }

  /** Adds a page's worth of text by an incremental update, as a forger does. */
  public static byte[] withTextAdded(byte[] pdf, String line) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDPage page = document.getPage(0);
      try (PDPageContentStream content =
          new PDPageContentStream(
              document, page, PDPageContentStream.AppendMode.APPEND, false, true)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD), 24);
        content.newLineAtOffset(50, 600);
        content.showText(line);
        content.endText();
      }
      page.getCOSObject().setNeedToBeUpdated(true);
      page.getResources().getCOSObject().setNeedToBeUpdated(true);
      ByteArrayOutputStream out = new ByteArrayOutputStream(pdf.length + 8192);
      document.saveIncremental(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new SignatureException("cannot change a sample PDF", e);
    }
  }
}
