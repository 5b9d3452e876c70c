package vn.lachan.collector.input;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a security server answers: a SOAP message, and the records as a gzip'd JSON attachment.
 *
 * @param records as they were sent
 * @param next the second from which to ask for the rest; empty when this is all
 */
record OpmonAnswer(List<JsonNode> records, OptionalLong next) {
  private static final JsonMapper JSON = JsonMapper.shared();

  OpmonAnswer {
    records = List.copyOf(records);
  }

  /** The server understood and says no. */
  static final class RefusedException extends ProtocolException {
    private static final long serialVersionUID = 1;

    RefusedException(String words) {
      super("the server refuses: " + words);
    }
  }

  /** Whether the records end just before {@code second}: there may be more from it on. */
  boolean isFullBefore(long second) {
    return next.isPresent()
        && records.stream().anyMatch(one -> one.path("monitoringDataTs").asLong(0) == second - 1);
  }

  /**
   * @param type content type of the answer
   * @param maxUnpacked bytes the attachment may become
   * @throws IOException when the server answers with a fault, or with something else altogether
   */
  static OpmonAnswer read(String type, byte[] body, int maxUnpacked) throws IOException {
    if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      soap(new ByteArrayInputStream(body));
      throw new ProtocolException("the server answers without an attachment of records");
    }
    try {
      MimeMultipart parts = new MimeMultipart(new ByteArrayDataSource(body, type));
      if (parts.getCount() != 2) {
        throw new ProtocolException(
            "the server answers with " + parts.getCount() + " parts, not 2");
      }
      OptionalLong next;
      try (InputStream message = parts.getBodyPart(0).getInputStream()) {
        next = soap(message);
      }
      return new OpmonAnswer(records(parts.getBodyPart(1), maxUnpacked), next);
    } catch (MessagingException e) {
      throw new IOException("the parts of the answer cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<JsonNode> records(BodyPart part, int maxUnpacked)
      throws IOException, MessagingException {
    try (InputStream packed = part.getInputStream();
        InputStream json =
            new Bounded(
                new GZIPInputStream(packed),
                maxUnpacked,
                () ->
                    new ProtocolException(
                        "the records are larger than " + maxUnpacked + " bytes"))) {
      JsonNode all = JSON.readTree(json).path("records");
      if (!all.isArray()) {
        throw new ProtocolException("the attachment holds no records");
      }
      return new ArrayList<>(all.values());
    } catch (JacksonException e) {
      throw new IOException("the records are no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Where to go on; a fault becomes an error with the server's own words. */
  private static OptionalLong soap(InputStream message) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    OptionalLong next = OptionalLong.empty();
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(message);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "nextRecordsFrom" -> next = OptionalLong.of(Long.parseLong(xml.getElementText()));
            case "faultstring" -> throw new RefusedException(xml.getElementText());
            default -> {}
          }
        }
      }
      xml.close();
      return next;
    } catch (XMLStreamException | NumberFormatException e) {
      throw new IOException("the answer is no SOAP message: " + e.getMessage(), e);
    }
  }
}
