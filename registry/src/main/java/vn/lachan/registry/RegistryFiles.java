package vn.lachan.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a registry from its files: {@code units.csv}, {@code systems.yml}, {@code calendar.yml},
 * {@code officials.csv}, {@code certificates.csv}, {@code grants.csv}, and {@code lookups.csv},
 * {@code assets.csv}, {@code procedures.csv} and {@code watchlist.csv}, which may be absent.
 *
 * <p>All problems of all files are found in one go, each with its file and line; while there is
 * one, nothing is loaded.
 */
public final class RegistryFiles {
  /** The files, in the order in which they are read. */
  public static final List<String> NAMES =
      List.of(
          UnitsFile.NAME,
          SystemsFile.NAME,
          CalendarFile.NAME,
          PeopleFiles.OFFICIALS,
          PeopleFiles.CERTIFICATES,
          PeopleFiles.GRANTS,
          PeopleFiles.LOOKUPS,
          OptionalTables.ASSETS,
          OptionalTables.PROCEDURES,
          OptionalTables.WATCH_LIST);

  /** Those that may be absent. */
  private static final Set<String> OPTIONAL =
      Set.of(
          PeopleFiles.LOOKUPS,
          OptionalTables.ASSETS,
          OptionalTables.PROCEDURES,
          OptionalTables.WATCH_LIST);

  /** Nobody types a larger one; keeps a wrong path from filling the memory. */
  private static final long MAX_FILE_BYTES = 64L << 20;

  /** Where files come from. */
  private interface Source {
    byte[] read(String name) throws IOException;
  }

  private final Source source;
  private final Problems problems = new Problems(NAMES);

  private RegistryFiles(Source source) {
    this.source = source;
  }

  /** Reads the registry in {@code folder}. */
  public static RegistryLoad load(Path folder) {
    return new RegistryFiles(
            name -> {
              Path file = folder.resolve(name);
              if (Files.isRegularFile(file) && Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException("lớn hơn " + (MAX_FILE_BYTES >> 20) + " MiB");
              }
              return Files.readAllBytes(file);
            })
        .read();
  }

  /** Reads the registry whose files have these contents. */
  public static RegistryLoad load(Map<String, byte[]> files) {
    return new RegistryFiles(
            name -> {
              byte[] content = files.get(name);
              if (content == null) {
                throw new NoSuchFileException(name);
              }
              return content;
            })
        .read();
  }

  /** The content of a file of the sample; empty when the sample does not have it. */
  public static Optional<byte[]> sampleContent(String name) {
    try {
      return Optional.of(sampleFile(name));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the sample registry cannot be read", e);
    }
  }

  /** Reads the registry of Tuyên Quang that comes with the platform; its people are made up. */
  public static RegistryLoad sample() {
    return new RegistryFiles(RegistryFiles::sampleFile).read();
  }

  /** The sample itself, which is in order in every build of the program. */
  public static Registry sampleRegistry() {
    return switch (sample()) {
      case RegistryLoad.Loaded(Registry registry) -> registry;
      case RegistryLoad.Rejected rejected ->
          throw new IllegalStateException("the sample registry is broken: " + rejected.problems());
    };
  }

  /**
   * Writes the files of the sample to {@code folder}, to be edited there.
   *
   * @throws IOException when it cannot be written, or one of the files is there already
   */
  public static void writeSample(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : NAMES) {
      if (Files.exists(folder.resolve(name))) {
        throw new FileAlreadyExistsException(folder.resolve(name).toString());
      }
    }
    for (String name : NAMES) {
      Optional<byte[]> content = sampleContent(name);
      if (content.isPresent()) {
        Files.write(folder.resolve(name), content.get());
      }
    }
  }

  private static byte[] sampleFile(String name) throws IOException {
    try (InputStream in = RegistryFiles.class.getResourceAsStream("/registry/" + name)) {
      if (in == null) {
        throw new NoSuchFileException(name);
      }
      return in.readAllBytes();
    }
  }

  private RegistryLoad read() {
    Map<String, Unit> units = new UnitsFile(problems).read(rows(UnitsFile.NAME, UnitsFile.COLUMNS));
    Map<String, InformationSystem> systems =
        text(SystemsFile.NAME)
            .map(new SystemsFile(units.keySet(), problems)::read)
            .orElse(Map.of());
    Optional<WorkingCalendar> calendar =
        text(CalendarFile.NAME).map(new CalendarFile(problems)::read);
    PeopleFiles people = new PeopleFiles(problems);
    Map<String, Official> officials =
        people.officials(rows(PeopleFiles.OFFICIALS, PeopleFiles.OFFICIAL_COLUMNS), units.keySet());
    Map<String, Certificate> certificates =
        people.certificates(
            rows(PeopleFiles.CERTIFICATES, PeopleFiles.CERTIFICATE_COLUMNS), officials.keySet());
    List<ServiceGrant> grants =
        people.grants(
            rows(PeopleFiles.GRANTS, PeopleFiles.GRANT_COLUMNS, PeopleFiles.GRANT_OPTIONS));
    Map<String, Set<String>> lookups =
        people.lookups(rows(PeopleFiles.LOOKUPS, PeopleFiles.LOOKUP_COLUMNS));
    Tables tables = tables(systems, units.keySet());
    if (!problems.isEmpty() || calendar.isEmpty()) {
      return new RegistryLoad.Rejected(problems.inOrder());
    }
    return new RegistryLoad.Loaded(
        new Registry(
            units.values(),
            systems.values(),
            certificates.values(),
            officials.values(),
            grants,
            calendar.get(),
            lookups,
            tables));
  }

  private Tables tables(Map<String, InformationSystem> systems, Set<String> units) {
    OptionalTables tables = new OptionalTables(problems);
    return new Tables(
        tables.assets(
            optional(OptionalTables.ASSETS, OptionalTables.ASSET_COLUMNS), systems, units),
        tables.procedures(optional(OptionalTables.PROCEDURES, OptionalTables.PROCEDURE_COLUMNS)),
        tables.watchList(optional(OptionalTables.WATCH_LIST, OptionalTables.WATCH_COLUMNS)));
  }

  private List<CsvTable.Row> optional(String name, List<String> columns) {
    return rows(name, columns, List.of());
  }

  private List<CsvTable.Row> rows(String name, List<String> columns) {
    return rows(name, columns, List.of());
  }

  private List<CsvTable.Row> rows(String name, List<String> columns, List<String> optional) {
    CsvTable table = new CsvTable(name, columns, optional, problems);
    return text(name).map(table::rows).orElse(List.of());
  }

  private Optional<String> text(String name) {
    try {
      return TextFile.decode(name, source.read(name), problems);
    } catch (NoSuchFileException e) {
      if (!OPTIONAL.contains(name)) {
        problems.add(name, 0, "không có tệp này");
      }
      return Optional.empty();
    } catch (IOException e) {
      problems.add(name, 0, "không đọc được tệp: " + e.getMessage());
      return Optional.empty();
    }
  }
}
