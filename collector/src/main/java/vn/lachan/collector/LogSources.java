package vn.lachan.collector;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.lachan.registry.Network;

/**
 * The log sources of the settings. Safe for use by several threads; {@link #replace} takes effect
 * for the next look-up.
 */
public final class LogSources {
  private volatile Snapshot snapshot;

  private record Snapshot(Map<String, LogSource> byId, List<Block> blocks) {}

  private record Block(Network network, LogSource source) {}

  /**
   * @throws IllegalArgumentException when an id is used twice
   */
  public LogSources(Collection<LogSource> sources) {
    this.snapshot = snapshotOf(sources);
  }

  /**
   * Puts {@code sources} in the place of those known so far.
   *
   * @throws IllegalArgumentException when an id is used twice
   */
  public void replace(Collection<LogSource> sources) {
    this.snapshot = snapshotOf(sources);
  }

  private static Snapshot snapshotOf(Collection<LogSource> sources) {
    Map<String, LogSource> byId = new LinkedHashMap<>();
    for (LogSource source : sources) {
      if (byId.put(source.id(), source) != null) {
        throw new IllegalArgumentException("id of a log source is used twice: " + source.id());
      }
    }
    List<Block> blocks =
        sources.stream()
            .flatMap(source -> source.networks().stream().map(block -> new Block(block, source)))
            .sorted(Comparator.comparingInt((Block block) -> block.network().bits()).reversed())
            .toList();
    return new Snapshot(Map.copyOf(byId), blocks);
  }

  public Collection<LogSource> all() {
    return snapshot.byId().values();
  }

  public Optional<LogSource> find(String id) {
    return Optional.ofNullable(snapshot.byId().get(id));
  }

  /** The source whose networks hold {@code peer}, the closest one when several do. */
  public Optional<LogSource> ofPeer(InetAddress peer) {
    byte[] address = peer.getAddress();
    for (Block block : snapshot.blocks()) {
      if (block.network().contains(address)) {
        return Optional.of(block.source());
      }
    }
    return Optional.empty();
  }

  /**
   * The source that owns {@code token}. Takes the same time whichever source it is and however much
   * of the token is right.
   */
  public Optional<LogSource> ofToken(String token) {
    byte[] presented = Digests.sha256(token.getBytes(StandardCharsets.UTF_8));
    LogSource owner = null;
    for (LogSource source : all()) {
      if (source.tokenHash().isPresent()
          && MessageDigest.isEqual(HexFormat.of().parseHex(source.tokenHash().get()), presented)) {
        owner = source;
      }
    }
    return Optional.ofNullable(owner);
  }
}
