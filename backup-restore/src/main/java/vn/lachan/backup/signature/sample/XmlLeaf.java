package vn.lachan.backup.signature.sample;

import java.nio.charset.StandardCharsets;
import org.w3c.dom.Element;

/** Canonical form of an element that has only text, for a time-stamp over it. */
final class XmlLeaf {
  private XmlLeaf() {}

  /** Exclusive canonicalization (W3C) of an element with a prefix, an Id and base64 text. */
  static byte[] exclusive(Element leaf) {
    String id = leaf.hasAttribute("Id") ? " Id=\"" + leaf.getAttribute("Id") + "\"" : "";
    String name = leaf.getNodeName();
    return ("<"
            + name
            + " xmlns:"
            + leaf.getPrefix()
            + "=\""
            + leaf.getNamespaceURI()
            + "\""
            + id
            + ">"
            + leaf.getTextContent().replace("\r", "&#xD;")
            + "</"
            + name
            + ">")
        .getBytes(StandardCharsets.UTF_8);
  }
}
