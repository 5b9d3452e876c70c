package vn.lachan.collector.forward;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.input.Connections;
import vn.lachan.collector.input.InputMeter;
import vn.lachan.collector.journal.ForwardPositions;
import vn.lachan.collector.journal.JournalException;

/**
 * Receives what forwarders send.
 *
 * <p>Who sends is said by the common name of its certificate, which must be that of a known
 * forwarder. Each record becomes durable once, whatever breaks on either side, and is acknowledged
 * after that. The log source a record names is kept when the forwarder may speak for it.
 */
public final class ForwardInput implements Input {
  private static final Logger log = LoggerFactory.getLogger(ForwardInput.class);

  private final ForwardInputSettings settings;
  private final ForwardPositions positions;
  private final Intake intake;
  private final InputMeter meter;
  private final Connections connections;
  private final Map<String, KnownForwarder> forwarders = new TreeMap<>();
  private final ScheduledExecutorService checkpoints;
  private boolean closed;

  /**
   * @param positions of the journal behind {@code intake}; closed with this input
   */
  public ForwardInput(
      ForwardInputSettings settings, ForwardPositions positions, Intake intake, Clock clock) {
    this.settings = settings;
    this.positions = positions;
    this.intake = intake;
    this.meter =
        new InputMeter(
            settings.listener().name(), "forward", settings.listener().address().toString(), clock);
    this.connections = new Connections(settings.listener(), meter, this::converse);
    settings
        .forwarders()
        .forEach(one -> forwarders.put(one.name(), new KnownForwarder(one, clock)));
    this.checkpoints =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(settings.listener().name() + "-positions").factory());
  }

  @Override
  public String name() {
    return settings.listener().name();
  }

  @Override
  public void start() {
    connections.start();
    long every = settings.checkpointEvery().toMillis();
    var _ =
        checkpoints.scheduleWithFixedDelay(this::checkpoint, every, every, TimeUnit.MILLISECONDS);
  }

  private void checkpoint() {
    try {
      positions.checkpoint();
    } catch (JournalException e) {
      meter.problem(String.valueOf(e.getMessage()));
      log.error("{}", e.toString());
    }
  }

  /** The port it listens on. */
  public int port() {
    return connections.port();
  }

  private void converse(Socket socket) throws IOException, InterruptedException {
    String name = commonName(socket);
    KnownForwarder known = forwarders.get(name);
    if (known == null) {
      meter.refusedConnections.increment();
      meter.problem("no forwarder is called " + name);
      ForwardProtocol.writeUnwelcome(
          new DataOutputStream(socket.getOutputStream()), "no forwarder is called " + name);
      return;
    }
    new ForwardSession(settings, known, positions, intake, meter, socket).run();
  }

  /** The common name of the certificate of the peer; empty when it has none. */
  private static String commonName(Socket socket) throws IOException {
    if (!(socket instanceof SSLSocket secured)) {
      return "";
    }
    Certificate[] chain = secured.getSession().getPeerCertificates();
    if (chain.length == 0 || !(chain[0] instanceof X509Certificate certificate)) {
      return "";
    }
    try {
      for (Rdn one : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (one.getType().equalsIgnoreCase("CN")) {
          return String.valueOf(one.getValue());
        }
      }
    } catch (InvalidNameException e) {
      log.debug("a certificate without a name that can be read: {}", e.toString());
    }
    return "";
  }

  @Override
  public InputHealth health() {
    return meter.health(0);
  }

  /** How each known forwarder is doing, by name. */
  public List<ForwarderHealth> forwarders() {
    return forwarders.values().stream().map(KnownForwarder::health).toList();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    connections.close();
    checkpoints.shutdownNow();
    try {
      var _ = checkpoints.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try {
      positions.close();
    } catch (JournalException e) {
      log.error("{}", e.toString());
    }
  }
}
