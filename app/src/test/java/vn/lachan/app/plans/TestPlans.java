package vn.lachan.app.plans;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.registry.RegistryFiles;

/** A file of plans, a database, an audit trail and a clock below one temporary folder. */
final class TestPlans implements AutoCloseable {
  static final String PLAN =
      """
      plans:
        - id: mot-cua
          name: Hồ sơ một cửa
          system: motcua
          unit: ttpvhcc-tinh
          folders: [/srv/ho-so]
          targets:
            - {name: Tại chỗ, repository: kho, password-file: p}
            - {name: Trung tâm 2, repository: "sftp:kho@may-2:/srv/kho", password-file: p, offsite: true}
          schedule: 0 0 1 * * ?
          retention: {daily: 7, within: 60d, keep-drilled: 1}
          rpo: 24h
          rto: 4h
      """;

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T01:00:00Z"));
  final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  final JdbcConnectionPool pool;
  final JdbcClient db;
  final FileAuditTrail trail;
  final Settings settings;
  final Path file;

  TestPlans(Path folder) {
    file = folder.resolve("sao-luu.yml");
    write(PLAN);
    pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:"
                + folder.hashCode()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1",
            "sa",
            "");
    new ResourceDatabasePopulator(new ClassPathResource("db/migration/V011__backup.sql"))
        .execute(pool);
    db = JdbcClient.create(pool);
    trail =
        FileAuditTrail.open(
            folder.resolve("audit"),
            folder.resolve("keys"),
            FileAuditTrail.Settings.DEFAULTS,
            clock);
    settings =
        new Binder(
                ConfigurationPropertySources.from(
                    new MapPropertySource(
                        "test",
                        Map.of(
                            "lachan.data",
                            folder.toString(),
                            "lachan.backup.plans",
                            file.toString()))))
            .bind("lachan", Settings.class)
            .get();
  }

  void write(String yaml) {
    try {
      Files.writeString(file, yaml, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PlansInForce plans() {
    return new PlansInForce(
        settings, new AcceptedPlans(db, clock), trail, RegistryFiles.sampleRegistry());
  }

  Approvals approvals() {
    return new Approvals(db, trail, clock, settings);
  }

  @Override
  public void close() {
    trail.close();
    pool.dispose();
  }
}
