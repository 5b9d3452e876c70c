package vn.lachan.incidents.clock;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The legal profiles this platform knows. Immutable. */
public final class LegalProfiles {
  private static final List<String> BUNDLED = List.of("vn-2017.yml", "vn-2026.yml");

  private final Map<String, LegalProfile> profiles;

  /**
   * @throws IllegalArgumentException without profiles, or when an id is used twice
   */
  public LegalProfiles(List<LegalProfile> profiles) {
    Map<String, LegalProfile> byId = new LinkedHashMap<>();
    profiles.stream()
        .sorted(Comparator.comparing(LegalProfile::from))
        .forEach(profile -> {
          if (byId.put(profile.id(), profile) != null) {
            throw new IllegalArgumentException("legal profile is there twice: " + profile.id());
          }
        });
    if (byId.isEmpty()) {
      throw new IllegalArgumentException("there is no legal profile");
    }
    this.profiles = byId;
  }

  /** The profiles that come with the platform: {@code vn-2017} and {@code vn-2026}. */
  public static LegalProfiles bundled() {
    List<LegalProfile> read = new ArrayList<>();
    for (String name : BUNDLED) {
      String file = "/legal-profiles/" + name;
      try (InputStream in = LegalProfiles.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException("the program lacks " + file);
        }
        read.add(LegalProfileFile.read(name, new InputStreamReader(in, StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new LegalProfileException(name, "cannot be read", e);
      }
    }
    return new LegalProfiles(read);
  }

  /**
   * Reads every {@code .yml} file of {@code folder}.
   *
   * @throws LegalProfileException for the first file that cannot be used, with file and line
   */
  public static LegalProfiles read(Path folder) {
    List<LegalProfile> read = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
          read.add(LegalProfileFile.read(file.toString(), reader));
        }
      }
    } catch (IOException e) {
      throw new LegalProfileException(folder.toString(), "cannot be read", e);
    }
    return new LegalProfiles(read);
  }

  /** The profile for what was detected at {@code moment}; the oldest one for times before all. */
  public LegalProfile at(Instant moment) {
    return profiles.values().stream()
        .filter(profile -> profile.isInForceAt(moment))
        .reduce((_, later) -> later)
        .orElseGet(() -> profiles.values().iterator().next());
  }

  /**
   * The duties of the calendar that people are reminded of at that moment, what is due first on
   * top.
   */
  public List<PeriodicTerm> termsAt(Instant moment) {
    return profiles.values().stream()
        .flatMap(profile -> profile.termsAt(moment).stream())
        .sorted(Comparator.comparing(PeriodicTerm::dueAt))
        .toList();
  }

  public Optional<LegalProfile> find(String id) {
    return Optional.ofNullable(profiles.get(id));
  }

  /** All profiles, the oldest first. */
  public List<LegalProfile> all() {
    return List.copyOf(profiles.values());
  }
}
