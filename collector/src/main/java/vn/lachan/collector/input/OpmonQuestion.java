package vn.lachan.collector.input;

import java.io.ByteArrayOutputStream;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The SOAP message {@code getSecurityServerOperationalData} (X-Road PR-OPMON and message protocol
 * 4.0).
 */
final class OpmonQuestion {
  private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String ID = "http://x-road.eu/xsd/identifiers";
  private static final String XROAD = "http://x-road.eu/xsd/xroad.xsd";
  private static final String MONITORING = "http://x-road.eu/xsd/op-monitoring.xsd";
  private static final List<String> PLACES = List.of("xRoadInstance", "memberClass", "memberCode");

  private OpmonQuestion() {}

  /**
   * @param id names this message
   * @param from first second, since 1970
   * @param to last second
   */
  static byte[] of(OpmonSettings settings, String id, long from, long to) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("SOAP-ENV", "Envelope", SOAP);
      xml.writeNamespace("SOAP-ENV", SOAP);
      xml.writeNamespace("id", ID);
      xml.writeNamespace("xrd", XROAD);
      xml.writeNamespace("om", MONITORING);
      xml.writeStartElement("SOAP-ENV", "Header", SOAP);
      List<String> client = settings.client();
      party(xml, "client", client.size() == 4 ? "SUBSYSTEM" : "MEMBER", client, "subsystemCode");
      List<String> service =
          List.of(
              settings.server().get(0),
              settings.server().get(1),
              settings.server().get(2),
              "getSecurityServerOperationalData");
      party(xml, "service", "SERVICE", service, "serviceCode");
      party(xml, "securityServer", "SERVER", settings.server(), "serverCode");
      element(xml, "xrd", XROAD, "id", id);
      element(xml, "xrd", XROAD, "protocolVersion", "4.0");
      xml.writeEndElement();
      xml.writeStartElement("SOAP-ENV", "Body", SOAP);
      xml.writeStartElement("om", "getSecurityServerOperationalData", MONITORING);
      xml.writeStartElement("om", "searchCriteria", MONITORING);
      element(xml, "om", MONITORING, "recordsFrom", Long.toString(from));
      element(xml, "om", MONITORING, "recordsTo", Long.toString(to));
      xml.writeEndDocument();
      xml.close();
      return bytes.toByteArray();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private static void party(
      XMLStreamWriter xml, String name, String type, List<String> parts, String last)
      throws XMLStreamException {
    xml.writeStartElement("xrd", name, XROAD);
    xml.writeAttribute("id", ID, "objectType", type);
    for (int i = 0; i < parts.size(); i++) {
      element(xml, "id", ID, i < PLACES.size() ? PLACES.get(i) : last, parts.get(i));
    }
    xml.writeEndElement();
  }

  private static void element(
      XMLStreamWriter xml, String prefix, String namespace, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(prefix, name, namespace);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}
