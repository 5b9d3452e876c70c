package vn.lachan.incidents.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server on a free port of this machine, which can be told to refuse. */
public final class TestMailServer implements AutoCloseable {
  public static final String USER = "lachan";
  public static final String PASSWORD = "mat-khau-thu-1";

  private final SMTPServer server;
  private final List<byte[]> raw = new CopyOnWriteArrayList<>();
  private final List<String> recipients = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile int refusal = 451;

  private volatile CountDownLatch goOn = new CountDownLatch(0);

  private TestMailServer(SMTPServer.Builder builder) {
    this(builder, 0);
  }

  private TestMailServer(SMTPServer.Builder builder, int port) {
    this.server =
        builder
            .bindAddress(InetAddress.getLoopbackAddress())
            .port(port)
            .hostName("localhost")
            .messageHandler((_, _, to, data) -> take(to, data))
            .build();
    server.start();
  }

  /** Without TLS and passwords. */
  public static TestMailServer plain() {
    return new TestMailServer(new SMTPServer.Builder());
  }

  /** As {@link #plain}, on a port where one was before. */
  public static TestMailServer again(int port) {
    return new TestMailServer(new SMTPServer.Builder(), port);
  }

  /** Takes mail only over STARTTLS and after a login. */
  static TestMailServer startTls(Identity identity) {
    return new TestMailServer(
        new SMTPServer.Builder()
            .startTlsSocketFactory(identity.context())
            .requireTLS()
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory((user, password, _) -> {
                  if (!user.equals(USER) || !password.equals(PASSWORD)) {
                    throw new LoginFailedException();
                  }
                })));
  }

  /** TLS from the first byte. */
  static TestMailServer tls(Identity identity) {
    return new TestMailServer(new SMTPServer.Builder().serverSocketFactory(identity.context()));
  }

  private void take(String to, byte[] data) throws RejectException {
    if (refusals.getAndDecrement() > 0) {
      throw new RejectException(refusal, "not today");
    }
    recipients.add(to);
    raw.add(data);
    try {
      goOn.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Mails are taken, but their senders hear of it only after {@code go}. */
  public void holdAnswers(CountDownLatch go) {
    goOn = go;
  }

  /** The next {@code times} mails get {@code code}. */
  public void refuse(int times, int code) {
    refusal = code;
    refusals.set(times);
  }

  public int port() {
    return server.getPortAllocated();
  }

  public List<String> recipients() {
    return recipients;
  }

  /** What arrived, as it came over the wire. */
  public List<String> texts() {
    return raw.stream().map(data -> new String(data, StandardCharsets.UTF_8)).toList();
  }

  public List<MimeMessage> messages() {
    return raw.stream()
        .map(data -> {
          try {
            return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(data));
          } catch (MessagingException e) {
            throw new AssertionError(e);
          }
        })
        .toList();
  }

  @Override
  public void close() {
    server.stop();
  }

  /** A key and a certificate of its own that names {@code host}. */
  record Identity(SSLContext context, X509Certificate certificate) {

    static Identity of(String host) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=" + host);
        Instant now = Instant.now();
        X509Certificate certificate =
            new JcaX509CertificateConverter()
                .getCertificate(
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(now.toEpochMilli()),
                            Date.from(now.minus(1, ChronoUnit.DAYS)),
                            Date.from(now.plus(1, ChronoUnit.DAYS)),
                            name,
                            pair.getPublic())
                        .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, host)))
                        .build(
                            new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(pair.getPrivate())));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("key", pair.getPrivate(), new char[0], new Certificate[] {certificate});
        KeyManagerFactory keys =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new Identity(context, certificate);
      } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
        throw new AssertionError(e);
      }
    }

    Path pem(Path file) throws IOException {
      StringWriter text = new StringWriter();
      try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
        writer.writeObject(certificate);
      }
      return Files.writeString(file, text.toString());
    }
  }
}
