package vn.lachan.collector.input;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate of this machine, made by keytool. */
public record Certificates(Path store, Path pem) {
  private static final String PASSWORD = "changeit";

  public static Certificates make(Path folder, String name) throws Exception {
    return make(folder, name, "localhost");
  }

  public static Certificates make(Path folder, String name, String commonName) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Path pem = folder.resolve(name + ".pem");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    run(
        keytool,
        "-genkeypair",
        "-alias",
        "a",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + commonName,
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-ext",
        "BC=ca:true",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    run(
        keytool,
        "-exportcert",
        "-rfc",
        "-alias",
        "a",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD,
        "-file",
        pem.toString());
    return new Certificates(store, pem);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
  }

  /** Shows this certificate and trusts {@code trusted}. */
  public SSLContext context(Certificates... trusted) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(open(), PASSWORD.toCharArray());
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    for (Certificates one : trusted) {
      trust.setCertificateEntry(one.pem().toString(), one.open().getCertificate("a"));
    }
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), managers.getTrustManagers(), null);
    return context;
  }

  /** Writes the private key as PEM beside the certificate. */
  public Path key() throws Exception {
    byte[] key = open().getKey("a", PASSWORD.toCharArray()).getEncoded();
    String text = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    return Files.writeString(
        store.resolveSibling(pem.getFileName() + ".key"),
        "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
  }

  private KeyStore open() throws Exception {
    KeyStore keyStore = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keyStore.load(in, PASSWORD.toCharArray());
    }
    return keyStore;
  }
}
