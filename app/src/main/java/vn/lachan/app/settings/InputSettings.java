package vn.lachan.app.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where logs come in. A port of 0 takes a free one; a disabled input listens nowhere.
 *
 * @param sources file that lists the log sources; without it every sender is its own source
 */
public record InputSettings(
    @DefaultValue("127.0.0.1") String address,
    @Nullable Path sources,
    @DefaultValue Port syslogUdp,
    @DefaultValue Port syslogTcp,
    @DefaultValue Port syslogTls) {

  /**
   * One listening port.
   *
   * @param enabled whether to listen
   * @param port 0 for a free one
   */
  public record Port(@DefaultValue("false") boolean enabled, @DefaultValue("0") int port) {
    public Port {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
      }
    }
  }
}
