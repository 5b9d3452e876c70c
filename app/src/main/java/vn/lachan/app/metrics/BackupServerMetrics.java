package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import vn.lachan.app.backupserver.BackupServer;
import vn.lachan.app.settings.BackupServerSettings.Account;
import vn.lachan.app.settings.Settings;

/** The server of backup repositories as numbers; none when it is switched off. */
@Component
class BackupServerMetrics implements MeterBinder {
  private static final List<String> REASONS =
      List.of(
          "sign-in", "right", "remove", "overwrite", "mismatch", "size", "quota", "disk", "busy");

  private final ObjectProvider<BackupServer> server;
  private final Settings settings;

  BackupServerMetrics(ObjectProvider<BackupServer> server, Settings settings) {
    this.server = server;
    this.settings = settings;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    server.ifAvailable(found -> bind(registry, found));
  }

  private void bind(MeterRegistry registry, BackupServer server) {
    FunctionCounter.builder("lachan.backup.server.taken.files", server, v -> v.stats().filesTaken())
        .register(registry);
    FunctionCounter.builder("lachan.backup.server.taken.bytes", server, v -> v.stats().bytesTaken())
        .register(registry);
    FunctionCounter.builder("lachan.backup.server.given.bytes", server, v -> v.stats().bytesGiven())
        .register(registry);
    FunctionCounter.builder("lachan.backup.server.removed.files", server, v -> v.stats().removed())
        .register(registry);
    Gauge.builder("lachan.backup.server.receiving", server, v -> v.stats().receiving())
        .register(registry);
    Gauge.builder("lachan.backup.server.quota.bytes", server, v -> v.stats().quota())
        .register(registry);
    for (String reason : REASONS) {
      FunctionCounter.builder(
              "lachan.backup.server.refused",
              server,
              v -> v.stats().refusals().getOrDefault(reason, 0L))
          .tags(Tags.of("reason", reason))
          .register(registry);
    }
    Stream<Account> accounts = settings.backup().server().accounts().stream();
    for (String name :
        accounts.flatMap(a -> a.repositories().stream()).collect(Collectors.toSet())) {
      Gauge.builder(
              "lachan.backup.server.used.bytes",
              server,
              v -> v.stats().usedBytes().getOrDefault(name, 0L))
          .tags(Tags.of("repository", name))
          .register(registry);
    }
  }
}
