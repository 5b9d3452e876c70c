package vn.lachan.app.wiring;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.app.settings.ForwardSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.settings.SettingsCheck;
import vn.lachan.app.tls.TlsIdentity;
import vn.lachan.collector.Collector;
import vn.lachan.collector.Door;
import vn.lachan.collector.InputException;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.forward.ForwardSender;
import vn.lachan.collector.forward.ForwardStats;
import vn.lachan.collector.forward.Lanes;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;

/**
 * A commune's forwarder: the inputs of the platform, the door that takes citizen numbers out, two
 * journals and a sender to the province. No data base, no screens, no container: it starts at once
 * and needs little memory.
 */
public final class CommuneForwarder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommuneForwarder.class);

  private final Collector collector;
  private final Lanes lanes;
  private final ForwardSender sender;
  private final @Nullable ForwarderStatus status;
  private final Path certificate;

  private CommuneForwarder(
      Collector collector,
      Lanes lanes,
      ForwardSender sender,
      @Nullable ForwarderStatus status,
      Path certificate) {
    this.collector = collector;
    this.lanes = lanes;
    this.sender = sender;
    this.status = status;
    this.certificate = certificate;
  }

  /**
   * Starts the forwarder in this process; returns when it receives.
   *
   * @param data folder of everything it writes
   * @param set settings by key; they win over files
   * @param files settings files
   * @param to {@code tls://host:port} of the province, when the settings do not say
   * @throws StartException when the settings do not allow a start; says why
   */
  public static CommuneForwarder start(
      Path data, Map<String, String> set, List<Path> files, Optional<String> to) {
    Map<String, String> all = new TreeMap<>(set);
    all.put("lachan.data", data.toAbsolutePath().toString());
    to.ifPresent(given -> all.put("lachan.forward.to", given));
    return switch (SettingsCheck.read(files, all)) {
      case SettingsCheck.Bad(List<String> problems) ->
          throw new StartException(String.join("\n", problems));
      case SettingsCheck.Good(Settings settings) -> start(settings, Clock.systemUTC());
    };
  }

  private static CommuneForwarder start(Settings settings, Clock clock) {
    ForwardSettings wanted = settings.forward();
    URI province = province(wanted.to());
    Path authorities = wanted.authorities();
    if (authorities == null) {
      throw new StartException("lachan.forward.authorities: thiếu tệp chứng thư của tỉnh (PEM)");
    }
    TlsIdentity identity = TlsIdentity.ensure(settings.folder("keys"), clock, wanted.name());
    LogSources sources = new LogSources(ListedSources.of(settings.inputs()));
    Pseudonymizer pseudonymizer =
        new Pseudonymizer(PseudonymKey.openOrCreate(settings.pseudonymKey()));
    JournalSettings ordinary = CollectionWiring.limits(settings);
    Lanes lanes =
        Lanes.open(
            settings.folder("lanes"),
            ordinary
                .withSegmentBytes(
                    Math.min(ordinary.segmentBytes(), wanted.urgentLimit().toBytes() / 4))
                .withMaxBytes(wanted.urgentLimit().toBytes()),
            ordinary,
            urgent(wanted, sources, datasets(settings), pseudonymizer));
    try {
      SourceStatistics statistics = new SourceStatistics(sources, clock);
      Door door = new Door(lanes, pseudonymizer, statistics);
      ForwardSender sender =
          new ForwardSender(line(wanted, province, identity, authorities), lanes);
      Collector collector =
          new Collector(ListedInputs.of(settings, sources, door, clock, lanes::recent));
      ForwarderStatus status =
          wanted.statusPort() == 0
              ? null
              : ForwarderStatus.open(wanted.statusPort(), collector, lanes, sender);
      CommuneForwarder forwarder =
          new CommuneForwarder(collector, lanes, sender, status, identity.certificateFile());
      sender.start();
      for (InputException failed : collector.start()) {
        LOG.error("{}", failed.getMessage());
      }
      return forwarder;
    } catch (IOException e) {
      lanes.close();
      throw new StartException("lachan.forward.status-port: " + e.getMessage());
    }
  }

  private static URI province(@Nullable String to) {
    if (to == null || to.isBlank()) {
      throw new StartException("lachan.forward.to: thiếu địa chỉ của tỉnh");
    }
    try {
      URI address = URI.create(to.contains("://") ? to : "tls://" + to);
      Set<String> schemes = Set.of("tls", "https");
      if (address.getHost() != null
          && address.getPort() > 0
          && schemes.contains(address.getScheme().toLowerCase(Locale.ROOT))) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      LOG.debug("not an address: {}", to, e);
    }
    throw new StartException("lachan.forward.to: cần tls://máy:cổng, không phải " + to);
  }

  private static Datasets datasets(Settings settings) {
    Path folder = settings.inputs().datasets();
    return folder == null ? Datasets.shipped() : Datasets.with(folder);
  }

  /**
   * By the id of the source, or by the dataset; that of a source that sends several is looked up.
   */
  private static Predicate<RawLog> urgent(
      ForwardSettings wanted, LogSources sources, Datasets datasets, Pseudonymizer pseudonymizer) {
    Set<String> first = new TreeSet<>(wanted.urgent());
    if (first.isEmpty()) {
      return log -> false;
    }
    return log -> {
      if (first.contains(log.source())) {
        return true;
      }
      LogSource source =
          sources.find(log.source()).orElseGet(() -> LogSource.of("la", LogSource.AUTO, ""));
      String dataset =
          source.dataset().equals(LogSource.AUTO)
              ? datasets.datasetOf(log.bytes(), log.received(), source.zone(), pseudonymizer)
              : source.dataset();
      return first.contains(dataset);
    };
  }

  private static vn.lachan.collector.forward.ForwardSettings line(
      ForwardSettings wanted, URI province, TlsIdentity identity, Path authorities) {
    var standard =
        vn.lachan.collector.forward.ForwardSettings.of(
            province.getHost(), province.getPort(), identity.sslContext(Optional.of(authorities)));
    return new vn.lachan.collector.forward.ForwardSettings(
        standard.host(),
        standard.port(),
        standard.tls(),
        Math.toIntExact(wanted.batch().toBytes()),
        standard.batchRecords(),
        wanted.window(),
        wanted.rate().toBytes(),
        wanted.level(),
        wanted.heartbeat(),
        wanted.patience(),
        standard.connectTimeout(),
        wanted.firstRetry(),
        wanted.lastRetry());
  }

  /** The certificate the province must know. */
  public Path certificate() {
    return certificate;
  }

  /** How sending goes. */
  public ForwardStats stats() {
    return sender.stats();
  }

  /** How each input is doing. */
  public List<InputHealth> inputs() {
    return collector.health();
  }

  /** Stops taking, then sending; what was not acknowledged stays on disk. */
  @Override
  public void close() {
    collector.close();
    sender.close();
    lanes.close();
    if (status != null) {
      status.close();
    }
  }
}
