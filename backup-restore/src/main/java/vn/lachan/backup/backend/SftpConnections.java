package vn.lachan.backup.backend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.repository.BackendException;

/** One SSH session, made anew when it breaks, with a bounded number of SFTP channels on it. */
final class SftpConnections implements AutoCloseable {

  private static final Duration HEARTBEAT = Duration.ofSeconds(30);

  /** Something done over a channel. */
  interface Act<T> {
    T with(SftpClient client) throws IOException;
  }

  private final RepositoryLocation.Sftp location;
  private final BackendAccess access;
  private final KnownHosts knownHosts;
  private final Semaphore permits;
  private final ConcurrentLinkedQueue<SftpClient> idle = new ConcurrentLinkedQueue<>();
  private @Nullable SshClient ssh;
  private @Nullable ClientSession session;

  SftpConnections(RepositoryLocation.Sftp location, BackendAccess access) {
    this.location = location;
    this.access = access;
    this.permits = new Semaphore(access.transfer().connections());
    Path file = access.knownHosts();
    if (file == null) {
      throw new BackendException(
          "no known-hosts file for "
              + location
              + "; make one with ssh-keyscan and compare the keys with the machine's",
          null);
    }
    this.knownHosts = KnownHosts.read(file, location.host(), location.port());
  }

  /** Does {@code act} over a free channel; {@code what} is for messages. */
  <T> T use(String what, Act<T> act) {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("cannot " + what + ": interrupted", e);
    }
    SftpClient client = null;
    try {
      client = channel();
      T result = act.with(client);
      idle.add(client);
      client = null;
      return result;
    } catch (SftpException e) {
      if (client != null && client.isOpen()) {
        idle.add(client);
        client = null;
      }
      throw failure(what, e);
    } catch (IOException e) {
      throw BackendException.temporary("cannot " + what + ": " + reason(e), e);
    } finally {
      if (client != null) {
        drop(client);
      }
      permits.release();
    }
  }

  private static BackendException failure(String what, SftpException e) {
    String message =
        "cannot " + what + ": " + SftpConstants.getStatusName(e.getStatus()) + " " + reason(e);
    return switch (e.getStatus()) {
      case SftpConstants.SSH_FX_CONNECTION_LOST, SftpConstants.SSH_FX_NO_CONNECTION ->
          BackendException.temporary(message, e);
      default -> new BackendException(message, e);
    };
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static void drop(SftpClient client) {
    try {
      client.close();
    } catch (IOException e) {
      // it is broken, that is why it is dropped
    }
  }

  /** Does {@code act} with every item, as many at a time as there are channels. */
  void forEach(Collection<String> items, Consumer<String> act) {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      items.forEach(item -> running.add(threads.submit(() -> act.accept(item))));
      for (Future<?> one : running) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("cannot list " + location + ": interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BackendException failure) {
        throw failure;
      }
      throw new BackendException("cannot list " + location, e);
    }
  }

  private SftpClient channel() throws IOException {
    for (SftpClient free = idle.poll(); free != null; free = idle.poll()) {
      if (free.isOpen()) {
        return free;
      }
      drop(free);
    }
    return SftpClientFactory.instance().createSftpClient(session());
  }

  private synchronized ClientSession session() throws IOException {
    ClientSession open = session;
    if (open != null && open.isOpen()) {
      return open;
    }
    SshClient client = ssh;
    if (client == null) {
      client = newClient();
      ssh = client;
    }
    String user = location.user().isEmpty() ? access.user() : location.user();
    if (user.isEmpty()) {
      throw new BackendException("no account for " + location, null);
    }
    try {
      ClientSession made =
          client
              .connect(user, location.host(), location.port())
              .verify(access.transfer().connectTimeout())
              .getSession();
      session = made;
      identify(made);
      made.auth().verify(access.transfer().timeout());
      return made;
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      String refusal = knownHosts.refusal();
      if (refusal != null) {
        throw new BackendException(refusal, e);
      }
      if (reason(e).contains("No more authentication methods")) {
        throw new BackendException(
            location + " refuses the account " + user + " with this key or password", e);
      }
      throw e;
    }
  }

  private SshClient newClient() {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(knownHosts);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setAgentFactory(null);
    List<NamedFactory<Signature>> usable =
        client.getSignatureFactories().stream()
            .filter(factory -> knownHosts.mayProve(factory.getName()))
            .toList();
    if (!usable.isEmpty()) {
      client.setSignatureFactories(usable);
    }
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
    CoreModuleProperties.IDLE_TIMEOUT.set(client, access.transfer().timeout()); // of each answer
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, access.transfer().timeout());
    client.start();
    return client;
  }

  private void identify(ClientSession session) throws IOException {
    Path keyFile = access.keyFile();
    if (keyFile != null) {
      byte[] text = (HttpTransport.secret(keyFile) + "\n").getBytes(StandardCharsets.UTF_8);
      try (ByteArrayInputStream stream = new ByteArrayInputStream(text)) {
        Iterable<KeyPair> keys =
            SecurityUtils.loadKeyPairIdentities(
                session, keyFile::toString, stream, FilePasswordProvider.EMPTY);
        if (keys == null) {
          throw new BackendException("there is no private key in " + keyFile, null);
        }
        keys.forEach(session::addPublicKeyIdentity);
      } catch (GeneralSecurityException e) {
        throw new BackendException("the private key in " + keyFile + " cannot be used", e);
      }
    }
    Path passwordFile = access.passwordFile();
    if (passwordFile != null) {
      session.addPasswordIdentity(HttpTransport.secret(passwordFile));
    }
  }

  @Override
  public synchronized void close() {
    for (SftpClient free = idle.poll(); free != null; free = idle.poll()) {
      drop(free);
    }
    SshClient client = ssh;
    if (client != null) {
      client.stop();
      ssh = null;
      session = null;
    }
  }
}
