package vn.lachan.backup.backend;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One page of ListObjectsV2.
 *
 * @param next token for the next page; empty on the last
 */
record S3Listing(List<S3Object> objects, Optional<String> next) {

  /** An object of the bucket. */
  record S3Object(String key, long size) {}

  /** Reads an answer; empty when it is no such list. */
  static Optional<S3Listing> parse(byte[] xml) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      return read(factory.createXMLStreamReader(new ByteArrayInputStream(xml)));
    } catch (XMLStreamException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<S3Listing> read(XMLStreamReader reader) throws XMLStreamException {
    List<S3Object> objects = new ArrayList<>();
    Map<String, String> top = new HashMap<>();
    Map<String, String> object = new HashMap<>();
    boolean within = false;
    String element = "";
    String root = "";
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          element = reader.getLocalName();
          root = root.isEmpty() ? element : root;
          within |= element.equals("Contents");
        }
        case XMLStreamConstants.CHARACTERS -> {
          if (!element.isEmpty()) {
            (within ? object : top).merge(element, reader.getText(), String::concat);
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          element = "";
          if (reader.getLocalName().equals("Contents")) {
            objects.add(
                new S3Object(
                    object.getOrDefault("Key", ""),
                    Long.parseLong(object.getOrDefault("Size", "").strip())));
            object.clear();
            within = false;
          }
        }
        default -> {}
      }
    }
    if (!root.equals("ListBucketResult")) {
      return Optional.empty();
    }
    boolean more = "true".equals(top.getOrDefault("IsTruncated", "false").strip());
    Optional<String> next = Optional.ofNullable(top.get("NextContinuationToken"));
    return more && next.isEmpty()
        ? Optional.empty()
        : Optional.of(new S3Listing(objects, more ? next : Optional.empty()));
  }
}
