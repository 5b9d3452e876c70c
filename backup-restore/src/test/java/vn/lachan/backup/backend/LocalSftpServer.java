package vn.lachan.backup.backend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Apache MINA's SFTP server on a free port of the loopback address, with new keys each time. */
final class LocalSftpServer implements AutoCloseable {

  static final String PASSWORD = "chi-dung-khi-thu";

  private final SshServer server;
  private final Path keyFile;
  private final KeyPair hostKey;

  private LocalSftpServer(SshServer server, Path keyFile, KeyPair hostKey) {
    this.server = server;
    this.keyFile = keyFile;
    this.hostKey = hostKey;
  }

  static LocalSftpServer start(Path home, Path keyFile) {
    try {
      KeyPair hostKey = newKey();
      KeyPair userKey = newKey();
      writeKey(keyFile, userKey);
      Files.createDirectories(home);
      SshServer server = SshServer.setUpDefaultServer();
      server.setHost("127.0.0.1");
      server.setPort(0);
      server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
      server.setPublickeyAuthenticator(
          (user, key, session) -> KeyUtils.compareKeys(key, userKey.getPublic()));
      server.setPasswordAuthenticator((user, password, session) -> password.equals(PASSWORD));
      server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
      server.setFileSystemFactory(new VirtualFileSystemFactory(home));
      CoreModuleProperties.TCP_NODELAY.set(server, true);
      server.start();
      return new LocalSftpServer(server, keyFile, hostKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void writeKey(Path file, KeyPair key) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "thu", null, text);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    TestAccess.secret(file, text.toString(StandardCharsets.US_ASCII));
  }

  int port() {
    return server.getPort();
  }

  Path keyFile() {
    return keyFile;
  }

  /** A known-hosts file with the server's key, or another. */
  Path knownHosts(Path file, KeyPair key) {
    return TestAccess.secret(
        file, "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n");
  }

  /** Cuts every connection, as a line that fails. */
  void breakSessions() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  KeyPair hostKey() {
    return hostKey;
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
