package vn.lachan.playbooks;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import vn.lachan.playbooks.cacao.CacaoParser;
import vn.lachan.playbooks.cacao.CacaoResult;

/** The playbooks this platform knows. Immutable. */
public final class PlaybookLibrary {
  private static final String BUNDLED = "/playbook-library";

  /** By id, then by version, the oldest first. */
  private final Map<String, NavigableMap<String, Playbook>> playbooks;

  private final List<Rejected> rejected;

  /**
   * A file that is not in the library.
   *
   * @param problems why, in the order they were found
   */
  public record Rejected(String file, List<PlaybookProblem> problems) {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }

  private PlaybookLibrary(List<Playbook> playbooks, List<Rejected> rejected) {
    this.playbooks = new CallGraph(playbooks).checked();
    this.rejected = List.copyOf(rejected);
  }

  /** The playbooks that come with the platform, then those of {@code folders}. */
  public static PlaybookLibrary load(List<Path> folders) {
    Loader loader = new Loader();
    loader.bundled();
    folders.forEach(loader::folder);
    return new PlaybookLibrary(loader.playbooks, loader.rejected);
  }

  /** Exactly these playbooks; a text that is no playbook is among the rejected as {@code #n}. */
  public static PlaybookLibrary of(List<String> documents) {
    Loader loader = new Loader();
    for (int i = 0; i < documents.size(); i++) {
      loader.add("#" + (i + 1), loader.parser.parse(documents.get(i)));
    }
    return new PlaybookLibrary(loader.playbooks, loader.rejected);
  }

  /** Exactly the playbook of this file; among the rejected as {@code #1} when it is none. */
  public static PlaybookLibrary ofFile(byte[] file) {
    Loader loader = new Loader();
    loader.add("#1", loader.parser.parse(file));
    return new PlaybookLibrary(loader.playbooks, loader.rejected);
  }

  /** All playbooks, by name. Of several with one id, the one with the latest version. */
  public List<Playbook> playbooks() {
    return playbooks.values().stream()
        .map(versions -> versions.lastEntry().getValue())
        .sorted(Comparator.comparing(Playbook::name))
        .toList();
  }

  public Optional<Playbook> find(String id) {
    return find(id, "");
  }

  /**
   * One version of a playbook.
   *
   * @param version the text of {@code modified}; empty for the latest
   */
  public Optional<Playbook> find(String id, String version) {
    NavigableMap<String, Playbook> versions = playbooks.get(id);
    if (versions == null) {
      return Optional.empty();
    }
    return version.isEmpty()
        ? Optional.of(versions.lastEntry().getValue())
        : Optional.ofNullable(versions.get(version));
  }

  /** Files that are no playbooks; nothing is left out in silence. */
  public List<Rejected> rejected() {
    return rejected;
  }

  /** Collects what it reads; for one thread. */
  private static final class Loader {
    private final CacaoParser parser = new CacaoParser();
    private final List<Playbook> playbooks = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();

    private void bundled() {
      URL place = PlaybookLibrary.class.getResource(BUNDLED);
      if (place == null) {
        return;
      }
      try {
        URI uri = place.toURI();
        if (uri.getScheme().equals("jar")) {
          try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
            folder(jar.getPath(BUNDLED));
          }
        } else {
          folder(Path.of(uri));
        }
      } catch (IOException | URISyntaxException e) {
        reject(BUNDLED, "Không đọc được thư viện kịch bản.", String.valueOf(e.getMessage()));
      }
    }

    private void folder(Path folder) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
          file(file);
        }
      } catch (NoSuchFileException _) {
        reject(folder.toString(), "Không có thư mục kịch bản.", "There is no such folder.");
      } catch (IOException e) {
        reject(folder.toString(), "Không đọc được thư mục.", String.valueOf(e.getMessage()));
      }
    }

    private void file(Path file) {
      try {
        add(file.toString(), parser.parse(Files.readAllBytes(file)));
      } catch (IOException e) {
        reject(file.toString(), "Không đọc được tệp.", String.valueOf(e.getMessage()));
      }
    }

    private void add(String file, CacaoResult result) {
      switch (result) {
        case CacaoResult.Read read -> playbooks.add(Playbook.of(read));
        case CacaoResult.Refused refused ->
            rejected.add(new Rejected(file, Playbook.problems(refused)));
      }
    }

    private void reject(String file, String vietnamese, String english) {
      rejected.add(
          new Rejected(
              file, List.of(new PlaybookProblem(true, "unreadable", "", vietnamese, english))));
    }
  }
}
