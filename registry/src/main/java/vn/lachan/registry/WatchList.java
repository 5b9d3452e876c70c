package vn.lachan.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be looked out for. A domain also stands for those below it, an address block for
 * its addresses; the closest entry is found. Immutable.
 */
public final class WatchList {
  /** Nothing to look out for. */
  public static final WatchList EMPTY = new WatchList(List.of());

  private static final int VERSION_BYTES = 6;

  private final List<WatchEntry> entries;
  private final String version;
  private final NetworkMap<WatchEntry> networks;
  private final Map<String, WatchEntry> domains = new HashMap<>();
  private final Map<String, WatchEntry> hashes = new HashMap<>();
  private final Map<String, WatchEntry> accounts = new HashMap<>();

  /** The given entries; of two with the same value the last counts. */
  public WatchList(Collection<WatchEntry> entries) {
    this.entries = List.copyOf(entries);
    this.version = version(this.entries);
    List<Map.Entry<Network, WatchEntry>> blocks = new ArrayList<>();
    for (WatchEntry entry : entries) {
      switch (entry.type()) {
        case IP -> blocks.add(Map.entry(Network.parse(entry.value()), entry));
        case DOMAIN -> domains.put(entry.value(), entry);
        case HASH -> hashes.put(entry.value(), entry);
        case ACCOUNT -> accounts.put(entry.value(), entry);
      }
    }
    this.networks = NetworkMap.of(blocks);
  }

  private static String version(List<WatchEntry> entries) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(entries.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Names this content, so that an event can say what it was compared with. */
  public String version() {
    return version;
  }

  public List<WatchEntry> entries() {
    return entries;
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether anything of this type is looked out for. */
  public boolean has(WatchEntry.Type type) {
    return switch (type) {
      case IP -> networks.size() > 0;
      case DOMAIN -> !domains.isEmpty();
      case HASH -> !hashes.isEmpty();
      case ACCOUNT -> !accounts.isEmpty();
    };
  }

  public Optional<WatchEntry> address(byte[] address) {
    return networks.at(address);
  }

  public Optional<WatchEntry> hash(String hash) {
    return Optional.ofNullable(hashes.get(hash.toLowerCase(Locale.ROOT)));
  }

  public Optional<WatchEntry> account(String account) {
    return Optional.ofNullable(accounts.get(account.toLowerCase(Locale.ROOT)));
  }

  /** The entry of {@code name}, or of the closest domain above it. */
  public Optional<WatchEntry> domain(String name) {
    String rest = name.toLowerCase(Locale.ROOT);
    if (rest.endsWith(".")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    while (true) {
      @Nullable WatchEntry found = domains.get(rest);
      int dot = rest.indexOf('.');
      if (found != null || dot < 0) {
        return Optional.ofNullable(found);
      }
      rest = rest.substring(dot + 1);
    }
  }
}
