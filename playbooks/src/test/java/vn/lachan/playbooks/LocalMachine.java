package vn.lachan.playbooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.command.CommandFactory;
import org.apache.sshd.server.shell.ProcessShellFactory;
import vn.lachan.playbooks.vault.Secret;
import vn.lachan.playbooks.vault.SecretVault;

/** A real SSH server on the loopback address whose commands run in a real shell. */
final class LocalMachine implements AutoCloseable {
  static final String PASSWORD = "mật khẩu đúng";

  /** Commands as they arrived. */
  final List<String> received = new CopyOnWriteArrayList<>();

  final KeyPair userKey = pair();
  private final SshServer server;
  private final Path knownHosts;

  LocalMachine(Path folder) throws IOException {
    KeyPair host = pair();
    server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPasswordAuthenticator(
        (user, password, _) -> user.equals("lachan") && password.equals(PASSWORD));
    server.setPublickeyAuthenticator((_, key, _) -> key.equals(userKey.getPublic()));
    server.setCommandFactory(shell());
    server.start();
    knownHosts = folder.resolve("known_hosts-" + port());
    Files.writeString(
        knownHosts,
        "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
  }

  private CommandFactory shell() {
    return (ChannelSession channel, String command) -> {
      received.add(command);
      Command running =
          new ProcessShellFactory(command, "/bin/sh", "-c", command).createShell(channel);
      return running;
    };
  }

  static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  RemoteSettings settings() {
    RemoteSettings none = RemoteSettings.NONE;
    return new RemoteSettings(
        Set.of("127.0.0.1:" + port()),
        knownHosts,
        none.connectTimeout(),
        4000,
        none.powershell(),
        true);
  }

  /** A vault with the login of this machine as {@code may}. */
  static SecretVault vault() {
    return name ->
        name.equals("may")
            ? java.util.Optional.of(
                new Secret(java.util.Map.of("username", "lachan", "password", PASSWORD)))
            : java.util.Optional.empty();
  }

  EngineTools tools() {
    return new EngineTools(vault(), EventSearch.NONE, settings(), Notices.NONE);
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
