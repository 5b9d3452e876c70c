package vn.lachan.app.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where logs come in. A port of 0 takes a free one; a disabled input listens nowhere.
 *
 * @param address address to listen on; the loopback one unless set
 * @param clientAuthorities PEM file with certificates of authorities: a sender over TLS must then
 *     show a certificate of one of them; without it none is asked for
 * @param forwardAuthorities the same for {@code forward} alone, so that other inputs over TLS need
 *     not ask for certificates; without it {@code clientAuthorities}
 * @param connections most connections of each input at once
 * @param remembered records each RELP or Beats input remembers to know them again after a broken
 *     line
 * @param datagramPatience how long a datagram may wait for the journal before it is dropped and
 *     counted
 * @param idle a connection that is silent so long is closed
 * @param handshake a TLS handshake must be done within this time
 * @param requests limits of the intake of lines over HTTPS
 * @param otlp limits of the intake of OpenTelemetry
 * @param forwarded limits of {@code forward}
 * @param datasets folder with descriptions of log formats beside those that come with the program,
 *     read again every minute; none unless set
 * @param forwarders who may send to {@code forward}, which is always over TLS with a certificate
 * @param sources who sends; a sender that is not listed is still taken, under its address
 */
public record InputSettings(
    @DefaultValue("127.0.0.1") String address,
    @DefaultValue Port syslogUdp,
    @DefaultValue Port syslogTcp,
    @DefaultValue Port syslogTls,
    @DefaultValue Port relp,
    @DefaultValue Port relpTls,
    @DefaultValue Port beats,
    @DefaultValue Port beatsTls,
    @DefaultValue Port otlpGrpc,
    @DefaultValue Port otlpGrpcTls,
    @DefaultValue Port forward,
    @Nullable Path clientAuthorities,
    @Nullable Path forwardAuthorities,
    @DefaultValue("1000") int connections,
    @DefaultValue("500000") int remembered,
    @DefaultValue("250ms") Duration datagramPatience,
    @DefaultValue("1h") Duration idle,
    @DefaultValue("10s") Duration handshake,
    @DefaultValue Requests requests,
    @DefaultValue Otlp otlp,
    @DefaultValue Forwarded forwarded,
    @Nullable Path datasets,
    @DefaultValue({}) List<Forwarder> forwarders,
    @DefaultValue({}) List<Source> sources) {

  /**
   * One listening port.
   *
   * @param enabled whether to listen
   * @param port 0 for a free one
   */
  public record Port(@DefaultValue("false") boolean enabled, @DefaultValue("0") int port) {
    public Port {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
      }
    }
  }

  /**
   * Limits of lines over HTTPS.
   *
   * @param size most bytes of a request after unpacking
   * @param records most lines of a request
   * @param record bytes kept of a line; the rest is cut and the event marked
   * @param atOnce requests at the same time
   * @param patience how long a request may wait until its lines are durable
   */
  public record Requests(
      @DefaultValue("16MB") DataSize size,
      @DefaultValue("100000") int records,
      @DefaultValue("64KB") DataSize record,
      @DefaultValue("8") int atOnce,
      @DefaultValue("10s") Duration patience) {}

  /**
   * Limits of logs of OpenTelemetry.
   *
   * @param size most bytes of a request, packed and unpacked
   * @param records most log records of a request
   * @param record bytes kept of a record
   * @param atOnce requests at the same time
   * @param patience how long a request may wait until its records are durable
   * @param retryAfter when a sender that could not be served should come again
   */
  public record Otlp(
      @DefaultValue("16MB") DataSize size,
      @DefaultValue("50000") int records,
      @DefaultValue("64KB") DataSize record,
      @DefaultValue("8") int atOnce,
      @DefaultValue("10s") Duration patience,
      @DefaultValue("5s") Duration retryAfter) {}

  /**
   * Limits of what forwarders send.
   *
   * @param batch most bytes of a batch after unpacking
   * @param records most records of a batch
   * @param patience how often a forwarder hears why nothing is taken
   * @param checkpoint how often positions are written
   */
  public record Forwarded(
      @DefaultValue("40MB") DataSize batch,
      @DefaultValue("100000") int records,
      @DefaultValue("5s") Duration patience,
      @DefaultValue("2s") Duration checkpoint) {}

  /**
   * A log source.
   *
   * @param id short unique word, kept in every event
   * @param name what people call it
   * @param dataset what its lines are; {@code auto} lets the syslog tag decide
   * @param organization code of the unit its events belong to when the line does not say
   * @param zone zone of its clock
   * @param token its HTTPS token; better given by the environment than in a file
   * @param tokenHash SHA-256 of the token, hexadecimal, instead of the token
   * @param networks addresses whose syslog belongs to it
   * @param paths files to read
   * @param multiline how lines of these files make records; without it a line is a record
   * @param jdbc audit table of a data base to read
   * @param opmon security server whose operational monitoring records are fetched
   * @param forwarder name of the forwarder that may speak for it
   * @param kafka topics of somebody else's Kafka to read
   * @param expectedGap it counts as silent after this long without a line
   * @param skewTolerance how far its clock may be off
   */
  public record Source(
      String id,
      @Nullable String name,
      @DefaultValue("auto") String dataset,
      @DefaultValue("") String organization,
      @DefaultValue("Asia/Ho_Chi_Minh") ZoneId zone,
      @Nullable String token,
      @Nullable String tokenHash,
      @DefaultValue({}) List<String> networks,
      @DefaultValue({}) List<Path> paths,
      @Nullable Lines multiline,
      @Nullable Table jdbc,
      @Nullable SecurityServer opmon,
      @Nullable String forwarder,
      @Nullable Topics kafka,
      @Nullable Duration expectedGap,
      @DefaultValue("300s") Duration skewTolerance) {
    public Source {
      networks = List.copyOf(networks);
      paths = List.copyOf(paths);
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "Source[" + id + "]";
    }
  }

  /**
   * How lines make one record. One of {@code begins} and {@code ends} is given, or both.
   *
   * @param begins expression (RE2) found in the first line of a record and in no other
   * @param ends expression (RE2) found in the last line of a record
   * @param lines most lines of a record; the next begins one of its own
   * @param size most bytes kept of a record; the rest is cut and the event marked
   * @param patience a record whose end does not come is taken as it is after so long without a line
   */
  public record Lines(
      @DefaultValue("") String begins,
      @DefaultValue("") String ends,
      @DefaultValue("500") int lines,
      @DefaultValue("256KB") DataSize size,
      @DefaultValue("5s") Duration patience) {}

  /**
   * An audit table or view.
   *
   * @param url JDBC URL
   * @param user may read this table; no more is needed
   * @param passwordFile file with the password
   * @param table name, with its schema where needed
   * @param keys columns that order its rows and never change, the most significant first
   * @param every how often it is looked at
   * @param settle rows of transactions that end so much later are not missed
   * @param fromStart whether what is there already is read the first time
   */
  public record Table(
      String url,
      @Nullable String user,
      @Nullable Path passwordFile,
      String table,
      List<String> keys,
      @DefaultValue("5s") Duration every,
      @DefaultValue("5s") Duration settle,
      @DefaultValue("true") boolean fromStart) {
    public Table {
      keys = List.copyOf(keys);
    }

    /** Without the address, which may hold a password. */
    @Override
    public String toString() {
      return "Table[" + table + "]";
    }
  }

  /**
   * Topics of somebody else's Kafka.
   *
   * @param servers {@code host:port} of some brokers
   * @param clientFile file with {@code security.protocol}, {@code ssl.*} and {@code sasl.*} of
   *     Kafka's own clients; secrets stand there and nowhere else
   * @param topics their names
   * @param group consumer group; platforms with the same one share the partitions
   * @param fromStart whether what is there already is read the first time
   */
  public record Topics(
      List<String> servers,
      @Nullable Path clientFile,
      List<String> topics,
      @DefaultValue("lachan") String group,
      @DefaultValue("true") boolean fromStart) {
    public Topics {
      servers = List.copyOf(servers);
      topics = List.copyOf(topics);
    }
  }

  /**
   * A security server of the data-sharing platform.
   *
   * @param url where clients ask it; over HTTPS we show the certificate of the platform
   * @param client who asks: instance, member class, member code, and a subsystem where it is one
   * @param server whose data: instance, member class, member code, server code
   * @param authorities PEM file with the certificate of the server or its authority
   * @param every how often it is asked
   * @param lookBack how far back it is asked the first time
   */
  public record SecurityServer(
      URI url,
      List<String> client,
      List<String> server,
      @Nullable Path authorities,
      @DefaultValue("1m") Duration every,
      @DefaultValue("7d") Duration lookBack) {
    public SecurityServer {
      client = List.copyOf(client);
      server = List.copyOf(server);
    }
  }

  /**
   * The forwarder of a commune.
   *
   * @param name common name of its certificate; also the log source of records of sources that name
   *     another forwarder or none
   * @param organization code of its unit
   */
  public record Forwarder(String name, @DefaultValue("") String organization) {}

  public InputSettings {
    forwarders = List.copyOf(forwarders);
    sources = List.copyOf(sources);
  }
}
