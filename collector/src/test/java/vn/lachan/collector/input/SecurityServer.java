package vn.lachan.collector.input;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A security server as its protocol describes it: looks at the headers of the question, answers at
 * most {@code limit} records but always all of one second, holds the last minute of its own clock
 * back, says where to go on, and refuses what begins later than it has records.
 */
final class SecurityServer implements AutoCloseable {
  private static final int HELD_BACK = 60;
  private static final String BOUNDARY = "xroad-thu-nghiem";

  private final HttpServer server;
  private final int limit;
  private final List<Said> records = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private String fault = "";
  private int padding;
  private long now;

  private record Said(long second, String json) {}

  private SecurityServer(HttpServer server, int limit) {
    this.server = server;
    this.limit = limit;
  }

  static SecurityServer start(int limit) throws IOException {
    SecurityServer started =
        new SecurityServer(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
            limit);
    started.server.createContext("/", started::answer);
    started.server.start();
    return started;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  synchronized void add(long second, String messageId, String side) {
    records.add(
        new Said(
            second,
            """
            {"monitoringDataTs":%d,"securityServerType":"%s","messageId":"%s","requestInTs":%d000,\
            "serviceCode":"tra_cuu","succeeded":true}\
            """
                .formatted(second, side, messageId, second - 1)));
  }

  /** Sets the clock of the server. */
  synchronized void setSecond(long second) {
    now = second;
  }

  /** From now on questions are refused with these words; with none they are answered again. */
  synchronized void refuse(String words) {
    fault = words;
  }

  /** Adds so many bytes of blanks to each attachment. */
  synchronized void pad(int bytes) {
    padding = bytes;
  }

  /** The spans that were asked for. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Document question = parsed(exchange.getRequestBody().readAllBytes());
      long from = Long.parseLong(text(question, "recordsFrom"));
      long to = Long.parseLong(text(question, "recordsTo"));
      asked.add(from + "-" + to);
      String wrong = wrong(question);
      if (wrong.isEmpty() && from >= now - HELD_BACK) {
        wrong = "Client.InvalidParameter: records are not available from " + from + " yet";
      }
      String refusal = fault.isEmpty() ? wrong : fault;
      if (!refusal.isEmpty()) {
        send(
            exchange,
            500,
            "text/xml; charset=UTF-8",
            soap("<SOAP-ENV:Fault><faultcode>Client</faultcode><faultstring>"
                    + refusal
                    + "</faultstring></SOAP-ENV:Fault>")
                .getBytes(StandardCharsets.UTF_8));
        return;
      }
      send(
          exchange,
          200,
          "multipart/related; type=\"text/xml\"; charset=UTF-8; boundary=" + BOUNDARY,
          parts(from, to));
    }
  }

  private byte[] parts(long from, long wanted) throws IOException {
    long available = now - HELD_BACK;
    long to = Math.min(wanted, available - 1);
    List<Said> found =
        records.stream()
            .filter(one -> one.second() >= from && one.second() <= to)
            .sorted(Comparator.comparingLong(Said::second))
            .toList();
    List<Said> told = new ArrayList<>();
    String next = to < wanted ? next(available) : "";
    for (Said one : found) {
      if (told.size() >= limit && told.getLast().second() != one.second()) {
        next = next(told.getLast().second() + 1);
        break;
      }
      told.add(one);
    }
    String message =
        soap(
            "<om:getSecurityServerOperationalDataResponse><om:recordsCount>"
                + told.size()
                + "</om:recordsCount><om:records>cid:operational-monitoring-data.json.gz"
                + "</om:records>"
                + next
                + "</om:getSecurityServerOperationalDataResponse>");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Type: text/xml; charset=UTF-8\r\n\r\n"
                + message
                + "\r\n--"
                + BOUNDARY
                + "\r\nContent-Type: application/gzip\r\nContent-Transfer-Encoding: binary\r\n"
                + "Content-ID: <operational-monitoring-data.json.gz>\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    try (OutputStream gzip = new GZIPOutputStream(new Unclosed(body))) {
      String json =
          "{\"records\":["
              + String.join(",", told.stream().map(Said::json).toList())
              + "]"
              + " ".repeat(padding)
              + "}";
      gzip.write(json.getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  private static String next(long second) {
    return "<om:nextRecordsFrom>" + second + "</om:nextRecordsFrom>";
  }

  /** Lets the packing end without ending what it writes to. */
  private static final class Unclosed extends java.io.FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private static String wrong(Document question) {
    boolean known =
        text(question, "serviceCode").equals("getSecurityServerOperationalData")
            && text(question, "serverCode").equals("ss-1")
            && text(question, "protocolVersion").equals("4.0")
            && !text(question, "id").isEmpty()
            && text(question, "subsystemCode").equals("la-chan");
    Element client =
        (Element)
            question.getElementsByTagNameNS("http://x-road.eu/xsd/xroad.xsd", "client").item(0);
    boolean typed =
        client != null
            && client
                .getAttributeNS("http://x-road.eu/xsd/identifiers", "objectType")
                .equals("SUBSYSTEM");
    return known && typed ? "" : "Client.InvalidRequest: the headers are not those of PR-OPMON";
  }

  private static String text(Document question, String name) {
    NodeList found = question.getElementsByTagNameNS("*", name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  private static Document parsed(byte[] body) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
    } catch (javax.xml.parsers.ParserConfigurationException | org.xml.sax.SAXException e) {
      throw new IOException(e);
    }
  }

  private static String soap(String body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><SOAP-ENV:Envelope"
        + " xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\""
        + " xmlns:om=\"http://x-road.eu/xsd/op-monitoring.xsd\"><SOAP-ENV:Body>"
        + body
        + "</SOAP-ENV:Body></SOAP-ENV:Envelope>";
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type.toLowerCase(Locale.ROOT));
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
