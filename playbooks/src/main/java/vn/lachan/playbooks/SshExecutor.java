package vn.lachan.playbooks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.Login;

/**
 * Carries commands out on other machines over SSH (Apache MINA SSHD): never on this one. The key of
 * a machine has to be in the file of known hosts. Success is exit code 0.
 *
 * <p>{@code ssh} is a line for the login shell of the account there, {@code bash} a script for
 * bash, {@code powershell} a script for PowerShell, which gets it in base64 so that no shell on the
 * way reads it.
 */
final class SshExecutor implements AutoCloseable {
  private final RemoteSettings settings;
  private final Credentials credentials;
  private @Nullable SshClient client;

  SshExecutor(RemoteSettings settings, Credentials credentials) {
    this.settings = settings;
    this.credentials = credentials;
  }

  Prepared prepare(Command.Shell command, CommandContext context) {
    String text = filled(command, context.rendering());
    String hidden = filled(command, context.masked());
    RemoteMachine machine = RemoteMachine.of(context.place(), context.rendering());
    return new Prepared() {
      @Override
      public String shown() {
        return hidden
            + "\n["
            + command.type()
            + " trên "
            + machine
            + "]"
            + credentials.shown(context);
      }

      @Override
      public String full() {
        return command.type() + "\n" + machine + "\n" + text + credentials.shown(context);
      }

      @Override
      public boolean repeatable() {
        return false;
      }

      @Override
      public Outcome run(Attempt attempt) throws InterruptedException {
        return carryOut(line(command.type(), text), machine, context, attempt.timeout());
      }
    };
  }

  private static String filled(Command.Shell command, Rendering rendering) {
    return command.type().equals("powershell")
        ? rendering.forPowerShell(command.text())
        : rendering.forShell(command.text());
  }

  private String line(String type, String text) {
    return switch (type) {
      case "bash" -> "bash -c '" + text.replace("'", "'\\''") + "'";
      case "powershell" ->
          settings.powershell()
              + " -NoProfile -NonInteractive -EncodedCommand "
              + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE));
      default -> text;
    };
  }

  private Outcome carryOut(
      String line, RemoteMachine machine, CommandContext context, Duration timeout)
      throws InterruptedException {
    Map<String, String> fields;
    RemoteMachine.Reachable place;
    try {
      place = machine.resolve(settings);
      Login login =
          context
              .login()
              .orElseThrow(() -> new CredentialsException("Đích SSH không có thông tin xác thực."));
      fields = credentials.fields(login, context.rendering());
      Credentials.first(fields, "username");
    } catch (CredentialsException | RenderException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
    ClientSession session;
    try {
      session = logIn(place, fields);
    } catch (IOException | GeneralSecurityException e) {
      String why = "Không đăng nhập được " + machine + ": " + reason(e);
      return isUnreached(e) ? new Outcome.NotNow(why) : new Outcome.Refused(why);
    } catch (CredentialsException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
    try (session) {
      return run(session, line, timeout);
    } catch (IOException e) {
      return new Outcome.Broken("Mất kết nối tới " + machine + ": " + reason(e));
    }
  }

  /** Nobody listened there, so no command was given. */
  private static boolean isUnreached(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return true;
      }
    }
    return false;
  }

  private ClientSession logIn(RemoteMachine.Reachable place, Map<String, String> fields)
      throws IOException, GeneralSecurityException {
    ClientSession session =
        client()
            .connect(Credentials.first(fields, "username"), place.address())
            .verify(settings.connectTimeout())
            .getSession();
    boolean good = false;
    try {
      String key = fields.getOrDefault("private_key", "");
      if (!key.isEmpty()) {
        session.addPublicKeyIdentity(keyPair(key, fields.getOrDefault("passphrase", "")));
      } else {
        session.addPasswordIdentity(Credentials.first(fields, "password"));
      }
      session.auth().verify(settings.connectTimeout());
      good = true;
      return session;
    } finally {
      if (!good) {
        session.close(true);
      }
    }
  }

  private static KeyPair keyPair(String text, String passphrase)
      throws IOException, GeneralSecurityException {
    Iterable<KeyPair> pairs =
        SecurityUtils.loadKeyPairIdentities(
            null,
            () -> "vault",
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            passphrase.isEmpty()
                ? FilePasswordProvider.EMPTY
                : FilePasswordProvider.of(passphrase));
    if (pairs != null) {
      for (KeyPair pair : pairs) {
        return pair;
      }
    }
    throw new CredentialsException("Khóa riêng trong kho khóa không đọc được.");
  }

  private Outcome run(ClientSession session, String line, Duration timeout) throws IOException {
    BoundedOutput said = new BoundedOutput(settings.maxOutputBytes());
    try (ChannelExec channel = session.createExecChannel(line)) {
      channel.setRedirectErrorStream(true);
      channel.setOut(said);
      channel.open().verify(settings.connectTimeout());
      var seen = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), timeout);
      if (seen.contains(ClientChannelEvent.TIMEOUT)) {
        channel.close(true);
        return new Outcome.TimedOut();
      }
      Integer exit = channel.getExitStatus();
      if (exit == null) {
        String signal = channel.getExitSignal();
        return new Outcome.Broken(
            signal == null ? "Kết nối đóng trước khi lệnh xong." : "Lệnh bị dừng: " + signal);
      }
      String text = said.text();
      return new Outcome.Answered(
          exit,
          "mã thoát " + exit + (text.isEmpty() ? "" : "\n" + text),
          exit == 0,
          Map.of("exit_code", String.valueOf(exit), "output", text.strip()));
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  private synchronized SshClient client() throws IOException {
    if (client != null) {
      return client;
    }
    if (settings.knownHosts() == null) {
      throw new SshException("chưa khai báo tệp known_hosts");
    }
    SshClient made = SshClient.setUpDefaultClient();
    made.setServerKeyVerifier(
        new KnownHostsServerKeyVerifier(
            RejectAllServerKeyVerifier.INSTANCE, settings.knownHosts()));
    // Only what the vault gives; neither the keys nor the settings of the account we run under.
    made.setHostConfigEntryResolver(
        org.apache.sshd.client.config.hosts.HostConfigEntryResolver.EMPTY);
    made.setKeyIdentityProvider(
        org.apache.sshd.common.keyprovider.KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    made.setAgentFactory(null);
    made.setUserAuthFactoriesNames(List.of("publickey", "password").toArray(String[]::new));
    made.start();
    client = made;
    return made;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.stop();
      client = null;
    }
  }
}
