package vn.lachan.backup.backend;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.repository.BackendException;

/**
 * The keys by which one machine proves itself, from a file in the format of OpenSSH. Another key,
 * or a machine that is not in the file, is refused; nothing is ever added to the file.
 */
final class KnownHosts implements ServerKeyVerifier {

  private final Path file;
  private final String host;
  private final List<PublicKey> trusted;
  private final List<PublicKey> revoked;
  private final Set<String> types;
  private volatile @Nullable String refusal;

  private KnownHosts(
      Path file, String host, List<PublicKey> trusted, List<PublicKey> revoked, Set<String> types) {
    this.file = file;
    this.host = host;
    this.trusted = trusted;
    this.revoked = revoked;
    this.types = types;
  }

  static KnownHosts read(Path file, String host, int port) {
    List<PublicKey> trusted = new ArrayList<>();
    List<PublicKey> revoked = new ArrayList<>();
    Set<String> types = new HashSet<>();
    try {
      for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(file)) {
        AuthorizedKeyEntry key = entry.getKeyEntry();
        if (key == null || !entry.isHostMatch(host, port)) {
          continue;
        }
        if ("revoked".equals(entry.getMarker())) {
          revoked.add(key.resolvePublicKey(null, PublicKeyEntryResolver.FAILING));
        } else if (entry.getMarker() == null || entry.getMarker().isEmpty()) {
          trusted.add(key.resolvePublicKey(null, PublicKeyEntryResolver.FAILING));
          types.add(key.getKeyType());
        }
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new BackendException(
          "cannot use the known-hosts file " + file + ": " + e.getMessage(), e);
    }
    if (trusted.isEmpty()) {
      throw new BackendException(
          "the machine " + host + " (port " + port + ") is not in the known-hosts file " + file,
          null);
    }
    return new KnownHosts(file, host, trusted, revoked, types);
  }

  /** Whether a signature of this algorithm can come from one of the known keys. */
  boolean mayProve(String signature) {
    String type = signature.startsWith("rsa-sha2-") ? "ssh-rsa" : signature;
    return types.contains(type);
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
    boolean known =
        trusted.stream().anyMatch(k -> KeyUtils.compareKeys(k, key))
            && revoked.stream().noneMatch(k -> KeyUtils.compareKeys(k, key));
    if (!known) {
      int port = address instanceof InetSocketAddress inet ? inet.getPort() : 0;
      refusal =
          "the machine "
              + host
              + " (port "
              + port
              + ") shows the host key "
              + KeyUtils.getFingerPrint(key)
              + ", which is not the one in "
              + file
              + ": it was set up anew, or somebody stands in between";
    }
    return known;
  }

  /** Why a key was refused; null when none was. */
  @Nullable String refusal() {
    return refusal;
  }
}
