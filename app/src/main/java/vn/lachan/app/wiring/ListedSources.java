package vn.lachan.app.wiring;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.app.settings.InputSettings;
import vn.lachan.collector.LogSource;
import vn.lachan.registry.Network;

/** Who sends logs, as the settings have it. */
final class ListedSources {
  /** Source of syslog from peers that no listed source claims. */
  static final String OTHER = "syslog-khac";

  private ListedSources() {}

  /** The sources of the settings, one for each forwarder, and one for everybody else. */
  static List<LogSource> of(InputSettings inputs) {
    List<LogSource> sources = new ArrayList<>();
    for (InputSettings.Source source : inputs.sources()) {
      sources.add(
          new LogSource(
              source.id(),
              Optional.ofNullable(source.name()).orElse(source.id()),
              source.dataset(),
              source.organization(),
              source.zone(),
              tokenHash(source),
              source.networks().stream().map(Network::parse).toList(),
              source.paths().stream().map(Path::toString).toList(),
              Optional.ofNullable(source.expectedGap()),
              source.skewTolerance()));
    }
    for (InputSettings.Forwarder forwarder : inputs.forwarders()) {
      sources.add(LogSource.of(forwarder.name(), LogSource.AUTO, forwarder.organization()));
    }
    sources.add(LogSource.of(OTHER, LogSource.AUTO, ""));
    return sources;
  }

  private static Optional<String> tokenHash(InputSettings.Source source) {
    @Nullable String token = source.token();
    if (token == null) {
      return Optional.ofNullable(source.tokenHash());
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return Optional.of(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
