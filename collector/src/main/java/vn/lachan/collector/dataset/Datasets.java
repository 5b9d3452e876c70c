package vn.lachan.collector.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.parser.LogLine;
import vn.lachan.collector.parser.Parser;
import vn.lachan.collector.parser.Parsers;
import vn.lachan.collector.privacy.Pseudonymizer;

/**
 * The datasets in force: those that come with the program, and those of the operator's folder,
 * which replace one of the same name. Safe for use by several threads; {@link #reload} takes effect
 * for the next line.
 */
public final class Datasets {
  private final @Nullable Path folder;
  private volatile Snapshot snapshot;

  /**
   * @param own what the operator's folder held
   */
  private record Snapshot(
      Map<String, Dataset> byName,
      SignatureIndex index,
      List<DatasetProblem> problems,
      List<DatasetFiles.File> own) {}

  /** The files that come with the program; read once. */
  private static final class Shipped {
    static final Datasets DATASETS = new Datasets(null);
  }

  private Datasets(@Nullable Path folder) {
    this.folder = folder;
    this.snapshot =
        folder == null
            ? read(DatasetFiles.shipped(), Map.of(), Map.of(), new ArrayList<>(), List.of())
            : Shipped.DATASETS.snapshot;
    if (folder != null) {
      var _ = reload();
    }
  }

  /** Only those that come with the program. */
  public static Datasets shipped() {
    return Shipped.DATASETS;
  }

  /** Also those of {@code folder}, which need not exist yet. */
  public static Datasets with(Path folder) {
    return new Datasets(folder);
  }

  /**
   * Reads the operator's folder again; what comes with the program does not change. A file that is
   * refused leaves what it said before in force. Costs no more than reading the folder when nothing
   * in it changed.
   *
   * @return why files were refused; empty when none was
   */
  public synchronized List<DatasetProblem> reload() {
    Path own = folder;
    if (own == null) {
      return snapshot.problems();
    }
    List<DatasetProblem> problems = new ArrayList<>(Shipped.DATASETS.problems());
    List<DatasetFiles.File> files = List.of();
    try {
      files = Files.isDirectory(own) ? DatasetFiles.in(own) : List.of();
    } catch (IOException e) {
      problems.add(new DatasetProblem(own.toString(), 0, "", "cannot be read: " + e.getMessage()));
      files = snapshot.own();
    }
    if (!files.equals(snapshot.own()) || problems.size() > Shipped.DATASETS.problems().size()) {
      snapshot = read(files, Shipped.DATASETS.snapshot.byName(), byFile(), problems, files);
    }
    return snapshot.problems();
  }

  /** The datasets of {@code files} over {@code base}; a refused file keeps what it was before. */
  private static Snapshot read(
      List<DatasetFiles.File> files,
      Map<String, Dataset> base,
      Map<String, Dataset> before,
      List<DatasetProblem> problems,
      List<DatasetFiles.File> own) {
    Map<String, Dataset> byName = new TreeMap<>(base);
    for (DatasetFiles.File file : files) {
      Dataset kept =
          switch (DatasetReader.read(file.name(), file.text())) {
            case DatasetReader.Reading.Read(Dataset read) -> read;
            case DatasetReader.Reading.Refused(DatasetProblem problem) -> {
              problems.add(problem);
              yield before.get(file.name());
            }
          };
      if (kept != null) {
        byName.put(kept.name(), kept);
      }
    }
    return new Snapshot(
        Map.copyOf(byName),
        new SignatureIndex(byName.values()),
        List.copyOf(problems),
        List.copyOf(own));
  }

  private Map<String, Dataset> byFile() {
    Map<String, Dataset> byFile = new HashMap<>();
    snapshot.byName().values().forEach(dataset -> byFile.put(dataset.file(), dataset));
    return byFile;
  }

  /** The names that can be asked for, also those read by a class. */
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>(snapshot.byName().keySet());
    names.addAll(Parsers.datasets());
    return List.copyOf(names);
  }

  /** Why files were refused when they were last read. */
  public List<DatasetProblem> problems() {
    return snapshot.problems();
  }

  /** The parser of {@code dataset}; empty when there is no such dataset. */
  public Optional<Parser> parser(String dataset) {
    Dataset known = snapshot.byName().get(dataset);
    return known == null ? Parsers.forDataset(dataset) : Optional.of(known.parser());
  }

  /** The name of the dataset called {@code name}, or having it as an alias. */
  public Optional<String> named(String name) {
    return snapshot.byName().containsKey(name)
        ? Optional.of(name)
        : snapshot.byName().values().stream()
            .filter(dataset -> dataset.aliases().contains(name))
            .map(Dataset::name)
            .findFirst();
  }

  /** The dataset of a line whose source, with a clock in {@code zone}, sends several. */
  public String datasetOf(
      byte[] bytes, Instant received, ZoneId zone, Pseudonymizer pseudonymizer) {
    return datasetOf(new LogLine(bytes, received, zone, pseudonymizer));
  }

  /** The dataset of a line whose source sends several. */
  public String datasetOf(LogLine line) {
    String byTag = Parsers.datasetOf(line);
    if (!byTag.equals("syslog") && !byTag.equals("json")) {
      return byTag;
    }
    return snapshot.index().find(line).map(Dataset::name).orElse(byTag);
  }
}
