package vn.lachan.app;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.BeansException;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.annotation.EnableScheduling;
import vn.lachan.app.security.SetupLink;
import vn.lachan.app.selfbackup.PlatformReturn;
import vn.lachan.app.tls.TlsIdentity;
import vn.lachan.app.wiring.Administration;
import vn.lachan.app.wiring.StartException;
import vn.lachan.registry.Registry;

/** The running platform. */
@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
public class Platform {

  /**
   * A started platform.
   *
   * @param address where the screens are
   * @param certificate certificate of that address, PEM
   */
  public record Running(ConfigurableApplicationContext context, String address, Path certificate)
      implements AutoCloseable {

    /** The link that makes the first administrator; empty when there is one. */
    public String setupLink() {
      return context
          .getBean(SetupLink.class)
          .token()
          .map(token -> address + "/setup?token=" + token)
          .orElse("");
    }

    public <T> T get(Class<T> type) {
      return context.getBean(type);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  /**
   * Starts the platform in this process; returns when it answers.
   *
   * @param data folder of everything it writes
   * @param settings settings by key; they win over files and environment
   * @param files settings files, YAML or properties
   * @throws PlatformFailedException when the settings do not allow a start; says why
   */
  public static Running start(Path data, Map<String, String> settings, List<Path> files) {
    return start(data, settings, files, Optional.empty());
  }

  /** The same with a registry that is not read from files; for the demonstration and for tests. */
  public static Running start(
      Path data, Map<String, String> settings, List<Path> files, Optional<Registry> registry) {
    requireWhole(data);
    TlsIdentity identity = TlsIdentity.ensure(data.resolve("keys"), Clock.systemUTC());
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("lachan.data", data.toAbsolutePath().toString());
    properties.put(
        "spring.ssl.bundle.pem.web.keystore.certificate", uri(identity.certificateFile()));
    properties.put("spring.ssl.bundle.pem.web.keystore.private-key", uri(identity.keyFile()));
    properties.put("server.ssl.bundle", "web");
    properties.putAll(settings);
    SpringApplication application = new SpringApplication(Platform.class);
    application.setBannerMode(Banner.Mode.OFF);
    registry.ifPresent(given ->
        application.addInitializers(
            context -> context.getBeanFactory().registerSingleton("registry", given)));
    ConfigurableApplicationContext context = run(application, arguments(properties, files));
    int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    String host =
        context
                .getEnvironment()
                .getProperty("server.address", InetAddress.class, InetAddress.getLoopbackAddress())
                .isLoopbackAddress()
            ? "localhost"
            : context.getEnvironment().getRequiredProperty("server.address");
    return new Running(context, "https://" + host + ":" + port, identity.certificateFile());
  }

  /**
   * What can be looked after while the platform does not run: people and rules, for the command
   * line. Makes the database if there is none.
   *
   * @throws PlatformFailedException when the platform runs, or the settings do not allow a start
   */
  public static Resting resting(Path data, Map<String, String> settings, List<Path> files) {
    requireWhole(data);
    SpringApplication application = new SpringApplication(Administration.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setWebApplicationType(WebApplicationType.NONE);
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("lachan.data", data.toAbsolutePath().toString());
    properties.put("logging.level.root", "WARN");
    properties.putAll(settings);
    return new Resting(run(application, arguments(properties, files)));
  }

  /** A platform that does not run; nobody else can use it meanwhile. */
  public record Resting(ConfigurableApplicationContext context) implements AutoCloseable {

    public <T> T get(Class<T> type) {
      return context.getBean(type);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private static void requireWhole(Path data) {
    if (PlatformReturn.isUnfinished(data)) {
      throw new PlatformFailedException(
          "thư mục dữ liệu đang được dựng lại hoặc dựng dở (platform-return): " + data);
    }
  }

  /** Spring wraps the reason several times; whoever starts the platform needs only the reason. */
  private static ConfigurableApplicationContext run(
      SpringApplication application, String[] arguments) {
    try {
      return application.run(arguments);
    } catch (BeansException e) {
      Throwable reason = e;
      while (reason.getCause() != null && !(reason instanceof StartException)) {
        reason = reason.getCause();
      }
      throw new PlatformFailedException(String.valueOf(reason.getMessage()), e);
    }
  }

  private static String[] arguments(Map<String, Object> properties, List<Path> files) {
    Map<String, Object> all = new LinkedHashMap<>(properties);
    if (!files.isEmpty()) {
      all.put(
          "spring.config.additional-location",
          String.join(",", files.stream().map(Platform::uri).toList()));
    }
    return all.entrySet().stream()
        .map(e -> "--" + e.getKey() + "=" + e.getValue())
        .toArray(String[]::new);
  }

  private static String uri(Path file) {
    return file.toAbsolutePath().toUri().toString();
  }
}
