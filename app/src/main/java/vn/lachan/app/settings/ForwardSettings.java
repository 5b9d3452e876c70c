package vn.lachan.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a commune's forwarder sends to the province ({@code lachan start --roles collect}). The
 * platform itself does not look at it.
 *
 * @param to host and port of the province's collector, {@code tls://host:port}
 * @param name name of this forwarder, common name of the certificate it makes for itself
 * @param authorities PEM file with the certificate of the province or its authority
 * @param urgent ids of log sources and names of datasets that go first
 * @param urgentLimit most that the urgent lane may hold; {@code lachan.journal.limit} is that of
 *     the other
 * @param rate most that goes over the line in a second; 0 for as much as it takes
 * @param level of compression, 1 to 19
 * @param batch size of a batch before it is compressed
 * @param window batches under way
 * @param heartbeat how often a status goes out when nothing else does
 * @param patience a line over which nothing moves for so long is broken off
 * @param firstRetry pause after a broken line, doubled with each failure
 * @param lastRetry longest pause
 * @param statusPort port on this machine that answers with health and figures; none when 0
 */
public record ForwardSettings(
    @Nullable String to,
    @DefaultValue("chuyen-tiep") String name,
    @Nullable Path authorities,
    @DefaultValue({}) List<String> urgent,
    @DefaultValue("256MB") DataSize urgentLimit,
    @DefaultValue("0B") DataSize rate,
    @DefaultValue("6") int level,
    @DefaultValue("128KB") DataSize batch,
    @DefaultValue("4") int window,
    @DefaultValue("30s") Duration heartbeat,
    @DefaultValue("2m") Duration patience,
    @DefaultValue("1s") Duration firstRetry,
    @DefaultValue("1m") Duration lastRetry,
    @DefaultValue("0") int statusPort) {
  public ForwardSettings {
    urgent = List.copyOf(urgent);
  }
}
