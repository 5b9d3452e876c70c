package vn.lachan.events;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** What the bytes of a store are spent on: those of its last commits, by the kind of file. */
final class LuceneParts {
  private static final String REST = "rest";
  private static final Map<String, List<String>> ENDINGS = new LinkedHashMap<>();

  static {
    ENDINGS.put("stored", List.of("fdt", "fdx", "fdm"));
    ENDINGS.put("values", List.of("dvd", "dvm", "dvs", "dvp"));
    ENDINGS.put("terms", List.of("tim", "tip", "tmd"));
    ENDINGS.put("lists", List.of("doc", "psm"));
    ENDINGS.put("positions", List.of("pos", "pay"));
    ENDINGS.put("points", List.of("kdd", "kdi", "kdm"));
    ENDINGS.put(REST, List.of());
  }

  /** Bytes of the partitions in {@code folder}. */
  static Map<String, Long> of(Path folder) throws IOException {
    Map<String, Long> bytes = new LinkedHashMap<>();
    ENDINGS.keySet().forEach(part -> bytes.put(part, 0L));
    try (DirectoryStream<Path> partitions = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path partition : partitions) {
        try (Directory directory = FSDirectory.open(partition)) {
          for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
            add(segment, directory, bytes);
          }
        }
      }
    }
    return bytes;
  }

  private static void add(SegmentCommitInfo segment, Directory directory, Map<String, Long> bytes)
      throws IOException {
    if (segment.info.getUseCompoundFile()) {
      try (Directory files =
          segment.info.getCodec().compoundFormat().getCompoundReader(directory, segment.info)) {
        add(List.of(files.listAll()), files, bytes);
      }
    } else {
      add(segment.files(), directory, bytes);
    }
  }

  private static void add(Iterable<String> names, Directory directory, Map<String, Long> bytes)
      throws IOException {
    for (String name : names) {
      bytes.merge(partOf(name), directory.fileLength(name), Long::sum);
    }
  }

  private static String partOf(String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1);
    return ENDINGS.entrySet().stream()
        .filter(part -> part.getValue().contains(ending))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(REST);
  }

  private LuceneParts() {}
}
