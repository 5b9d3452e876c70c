package vn.lachan.collector.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * The datasets in force: those that come with the program, and those of the operator's folder,
 * which replace one of the same name. Safe for use by several threads; {@link #reload} takes effect
 * for the next line.
 */
public final class Datasets {
  private final @Nullable Path folder;
  private volatile Snapshot snapshot;

  private record Snapshot(
      Map<String, Dataset> byName, SignatureIndex index, List<DatasetProblem> problems) {}

  /** The files that come with the program; read once. */
  private static final class Shipped {
    static final Datasets DATASETS = new Datasets(null);
  }

  private Datasets(@Nullable Path folder) {
    this.folder = folder;
    this.snapshot = new Snapshot(Map.of(), new SignatureIndex(List.of()), List.of());
    var _ = reload();
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
   * Reads the files again. A file that is refused leaves what it said before in force.
   *
   * @return why files were refused; empty when none was
   */
  public synchronized List<DatasetProblem> reload() {
    Map<String, Dataset> before = byFile();
    Map<String, Dataset> byName = new TreeMap<>();
    List<DatasetProblem> problems = new ArrayList<>();
    for (DatasetFiles.File file : files(problems)) {
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
    snapshot =
        new Snapshot(
            Map.copyOf(byName), new SignatureIndex(byName.values()), List.copyOf(problems));
    return problems;
  }

  private List<DatasetFiles.File> files(List<DatasetProblem> problems) {
    List<DatasetFiles.File> files = new ArrayList<>(DatasetFiles.shipped());
    Path own = folder;
    if (own != null && Files.isDirectory(own)) {
      try {
        files.addAll(DatasetFiles.in(own));
      } catch (IOException e) {
        problems.add(
            new DatasetProblem(own.toString(), 0, "", "cannot be read: " + e.getMessage()));
      }
    }
    return files;
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

  /** The dataset of a line whose source sends several. */
  public String datasetOf(LogLine line) {
    String byTag = Parsers.datasetOf(line);
    if (!byTag.equals("syslog") && !byTag.equals("json")) {
      return byTag;
    }
    return snapshot.index().find(line).map(Dataset::name).orElse(byTag);
  }
}
