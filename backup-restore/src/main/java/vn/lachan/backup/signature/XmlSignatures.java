package vn.lachan.backup.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Finds and looks into the signatures of an XML file (ETSI EN 319 132-1). No DTD, no entity, no
 * address outside the document is ever followed.
 */
final class XmlSignatures {
  private static final byte[] MARK =
      "http://www.w3.org/2000/09/xmldsig#".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final Timestamps timestamps;
  private final SignatureSettings settings;

  XmlSignatures(Timestamps timestamps, SignatureSettings settings) {
    this.timestamps = timestamps;
    this.settings = settings;
  }

  /** One finding a signature; none when the file has no signature. */
  List<Finding> check(byte[] bytes) {
    if (!isMarked(bytes)) {
      return List.of();
    }
    if (bytes.length > settings.maxXmlBytes()) {
      return List.of(single(ReasonCode.LIMIT_EXCEEDED, "XML lớn hơn " + settings.maxXmlBytes()));
    }
    Document document;
    try {
      document = parse(bytes);
    } catch (SAXException e) {
      boolean doctype = String.valueOf(e.getMessage()).contains("DOCTYPE");
      Finding finding = new Finding(SignatureKind.XADES, new EmbeddedEvidence());
      finding.broken(
          doctype ? ReasonCode.DOCTYPE_NOT_ALLOWED : ReasonCode.MALFORMED,
          doctype ? "" : String.valueOf(e.getMessage()));
      return List.of(finding);
    } catch (IOException e) {
      return List.of(single(ReasonCode.UNREADABLE, String.valueOf(e.getMessage())));
    }
    return check(document);
  }

  /** UTF-16 has no such bytes and is parsed to be sure. */
  private static boolean isMarked(byte[] bytes) {
    if (bytes.length > 1 && ((bytes[0] & 0xff) >= 0xfe || bytes[0] == 0 || bytes[1] == 0)) {
      return true;
    }
    outer:
    for (int i = 0; i <= bytes.length - MARK.length; i++) {
      for (int j = 0; j < MARK.length; j++) {
        if (bytes[i + j] != MARK[j]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }

  private static Finding single(ReasonCode code, String detail) {
    Finding finding = new Finding(SignatureKind.XADES, new EmbeddedEvidence());
    finding.unproved(code, detail);
    return finding;
  }

  private List<Finding> check(Document document) {
    boolean duplicates = registerIds(document);
    NodeList nodes = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
    List<Element> signatures = new ArrayList<>();
    for (int i = 0; i < nodes.getLength() && signatures.size() < settings.maxSignatures(); i++) {
      signatures.add((Element) nodes.item(i));
    }
    List<Finding> findings = new ArrayList<>();
    for (Element element : signatures) {
      Finding finding = new Finding(SignatureKind.XADES, new EmbeddedEvidence());
      if (duplicates) {
        finding.broken(ReasonCode.DUPLICATE_ID, "");
      }
      new XmlSignatureCheck(document, element, finding, timestamps).run();
      findings.add(finding);
    }
    return findings;
  }

  /** Makes Id, ID and id attributes identifiers; tells whether one is there twice. */
  private static boolean registerIds(Document document) {
    Set<String> seen = new HashSet<>();
    boolean twice = false;
    NodeList all = document.getElementsByTagNameNS("*", "*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      for (String name : List.of("Id", "ID", "id")) {
        if (element.hasAttributeNS(null, name)) {
          element.setIdAttributeNS(null, name, true);
          twice |= !seen.add(element.getAttributeNS(null, name));
        }
      }
    }
    return twice;
  }

  private static Document parse(byte[] bytes) throws SAXException, IOException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    factory.setExpandEntityReferences(false);
    factory.setXIncludeAware(false);
    try {
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return builder.parse(new ByteArrayInputStream(bytes));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no safe XML parser", e);
    }
  }

  /** Throws instead of printing. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
