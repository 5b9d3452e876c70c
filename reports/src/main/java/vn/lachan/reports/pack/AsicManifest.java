package vn.lachan.reports.pack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the manifest of a package says: the files and their digests. */
record AsicManifest(List<Reference> references) {

  /** One file; {@code sha256} in lower-case hexadecimal. */
  record Reference(String name, String sha256) {}

  AsicManifest {
    references = List.copyOf(references);
  }

  /**
   * @throws IOException when it cannot be read; the message says why, in Vietnamese
   */
  static AsicManifest read(byte[] xml) throws IOException {
    Document document;
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      document = builder.parse(new ByteArrayInputStream(xml));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java reads XML safely", e);
    } catch (SAXException e) {
      throw new IOException("bảng kê không phải XML: " + e.getMessage(), e);
    }
    NodeList found = document.getElementsByTagNameNS(AsicFormat.NAMESPACE, "DataObjectReference");
    List<Reference> references = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      references.add(reference((Element) found.item(i)));
    }
    return new AsicManifest(references);
  }

  private static Reference reference(Element element) throws IOException {
    String name = element.getAttribute("URI");
    Element method = only(element, "DigestMethod");
    if (!method.getAttribute("Algorithm").equals(AsicFormat.SHA256)) {
      throw new IOException("bảng kê dùng hàm băm khác SHA-256 cho " + name);
    }
    try {
      byte[] digest = Base64.getMimeDecoder().decode(only(element, "DigestValue").getTextContent());
      return new Reference(name, HexFormat.of().formatHex(digest));
    } catch (IllegalArgumentException e) {
      throw new IOException("bảng kê ghi mã băm không đọc được cho " + name, e);
    }
  }

  private static Element only(Element parent, String name) throws IOException {
    NodeList found = parent.getElementsByTagNameNS(AsicFormat.XMLDSIG, name);
    if (found.getLength() != 1) {
      throw new IOException("bảng kê thiếu " + name);
    }
    return (Element) found.item(0);
  }
}
