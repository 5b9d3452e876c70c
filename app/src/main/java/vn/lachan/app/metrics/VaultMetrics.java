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
import vn.lachan.app.settings.BackupServerSettings.Account;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.vault.Vault;

/** The server of backup repositories as numbers; none when it is switched off. */
@Component
class VaultMetrics implements MeterBinder {
  private static final List<String> REASONS =
      List.of(
          "sign-in", "right", "remove", "overwrite", "mismatch", "size", "quota", "disk", "busy");

  private final ObjectProvider<Vault> server;
  private final Settings settings;

  VaultMetrics(ObjectProvider<Vault> server, Settings settings) {
    this.server = server;
    this.settings = settings;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    server.ifAvailable(vault -> bind(registry, vault));
  }

  private void bind(MeterRegistry registry, Vault vault) {
    FunctionCounter.builder("lachan.vault.taken.files", vault, v -> v.stats().filesTaken())
        .register(registry);
    FunctionCounter.builder("lachan.vault.taken.bytes", vault, v -> v.stats().bytesTaken())
        .register(registry);
    FunctionCounter.builder("lachan.vault.given.bytes", vault, v -> v.stats().bytesGiven())
        .register(registry);
    FunctionCounter.builder("lachan.vault.removed.files", vault, v -> v.stats().removed())
        .register(registry);
    Gauge.builder("lachan.vault.receiving", vault, v -> v.stats().receiving()).register(registry);
    Gauge.builder("lachan.vault.quota.bytes", vault, v -> v.stats().quota()).register(registry);
    for (String reason : REASONS) {
      FunctionCounter.builder(
              "lachan.vault.refused", vault, v -> v.stats().refusals().getOrDefault(reason, 0L))
          .tags(Tags.of("reason", reason))
          .register(registry);
    }
    Stream<Account> accounts = settings.backup().server().accounts().stream();
    for (String name :
        accounts.flatMap(a -> a.repositories().stream()).collect(Collectors.toSet())) {
      Gauge.builder(
              "lachan.vault.used.bytes", vault, v -> v.stats().usedBytes().getOrDefault(name, 0L))
          .tags(Tags.of("repository", name))
          .register(registry);
    }
  }
}
