package vn.lachan.collector;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import vn.lachan.registry.Network;

/**
 * Somebody who sends logs, as an administrator describes it.
 *
 * @param id short unique word, kept in every event as {@code log.source.id}
 * @param name what people call it, Vietnamese
 * @param dataset dataset of its lines, for example {@code dvc.motcua}; {@code auto} lets the syslog
 *     tag decide
 * @param organization code of the unit its events belong to when the line does not say; may be
 *     empty
 * @param zone zone of its clock, for time stamps without one
 * @param tokenHash SHA-256 of its HTTPS token, lower-case hexadecimal; empty when it may not send
 *     over HTTPS
 * @param networks peers whose syslog belongs to it
 * @param paths files to read, with {@code *} and {@code ?} in file names
 * @param expectedGap longest usual time between two lines; it counts as silent after that; empty
 *     when it may be silent
 * @param skewTolerance how far its clock may be off before events are marked
 */
public record LogSource(
    String id,
    String name,
    String dataset,
    String organization,
    ZoneId zone,
    Optional<String> tokenHash,
    List<Network> networks,
    List<String> paths,
    Optional<Duration> expectedGap,
    Duration skewTolerance) {

  /** The dataset of a source whose lines say themselves, by their syslog tag, what they are. */
  public static final String AUTO = "auto";

  /** The zone of the province. */
  public static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  /** How far a clock may be off when the settings do not say. */
  public static final Duration DEFAULT_SKEW = Duration.ofMinutes(5);

  public LogSource {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException("not an id of a log source: " + id);
    }
    Objects.requireNonNull(name, "name");
    if (!dataset.matches("[a-z0-9][a-z0-9._]{0,63}")) {
      throw new IllegalArgumentException("log source " + id + ": not a dataset: " + dataset);
    }
    Objects.requireNonNull(organization, "organization");
    Objects.requireNonNull(zone, "zone");
    networks = List.copyOf(networks);
    paths = List.copyOf(paths);
    tokenHash.ifPresent(hash -> requireSha256(id, hash));
    if (expectedGap.isPresent() && !expectedGap.get().isPositive()) {
      throw new IllegalArgumentException("log source " + id + ": the expected gap is positive");
    }
    if (skewTolerance.isNegative()) {
      throw new IllegalArgumentException("log source " + id + ": the tolerance is not negative");
    }
  }

  private static void requireSha256(String id, String hash) {
    boolean valid = hash.length() == 64 && hash.chars().allMatch(HexFormat::isHexDigit);
    if (!valid) {
      throw new IllegalArgumentException("log source " + id + ": tokenHash is not a SHA-256");
    }
  }

  /** A source with the defaults of the province: no token, no networks, may be silent. */
  public static LogSource of(String id, String dataset, String organization) {
    return new LogSource(
        id,
        id,
        dataset,
        organization,
        VIETNAM,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        DEFAULT_SKEW);
  }

  public LogSource withZone(ZoneId clockZone) {
    return new LogSource(
        id,
        name,
        dataset,
        organization,
        clockZone,
        tokenHash,
        networks,
        paths,
        expectedGap,
        skewTolerance);
  }

  public LogSource withTokenHash(String sha256) {
    return new LogSource(
        id,
        name,
        dataset,
        organization,
        zone,
        Optional.of(sha256),
        networks,
        paths,
        expectedGap,
        skewTolerance);
  }

  public LogSource withNetworks(List<Network> peers) {
    return new LogSource(
        id, name, dataset, organization, zone, tokenHash, peers, paths, expectedGap, skewTolerance);
  }

  public LogSource withPaths(List<String> files) {
    return new LogSource(
        id,
        name,
        dataset,
        organization,
        zone,
        tokenHash,
        networks,
        files,
        expectedGap,
        skewTolerance);
  }

  public LogSource withExpectedGap(Duration gap) {
    return new LogSource(
        id,
        name,
        dataset,
        organization,
        zone,
        tokenHash,
        networks,
        paths,
        Optional.of(gap),
        skewTolerance);
  }
}
