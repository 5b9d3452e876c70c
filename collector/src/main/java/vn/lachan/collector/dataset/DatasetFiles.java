package vn.lachan.collector.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the files of datasets and their tests, in folders and on the class path. */
final class DatasetFiles {
  private static final String BUILT_IN = "datasets";
  private static final String TESTS = ".test.yml";

  /**
   * A file that was read.
   *
   * @param tests the text of the file of tests beside it; empty when there is none
   */
  record File(String name, String text, String tests) {}

  private DatasetFiles() {}

  /** The files that come with the program, by name. */
  static List<File> shipped() {
    URL folder = DatasetFiles.class.getClassLoader().getResource(BUILT_IN);
    if (folder == null) {
      return List.of();
    }
    try {
      if (folder.openConnection() instanceof JarURLConnection jar) {
        return fromJar(jar);
      }
      return in(Path.of(URI.create(folder.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException("built-in " + BUILT_IN + " cannot be read", e);
    }
  }

  private static List<File> fromJar(JarURLConnection connection) throws IOException {
    List<File> files = new ArrayList<>();
    JarFile jar = connection.getJarFile();
    String prefix = BUILT_IN + "/";
    for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
      JarEntry entry = entries.nextElement();
      String name = entry.getName();
      if (name.startsWith(prefix) && name.endsWith(".yml") && !name.endsWith(TESTS)) {
        JarEntry tests = jar.getJarEntry(name.substring(0, name.length() - 4) + TESTS);
        files.add(new File(name, text(jar, entry), text(jar, tests)));
      }
    }
    files.sort(Comparator.comparing(File::name));
    return files;
  }

  private static String text(JarFile jar, @Nullable JarEntry entry) throws IOException {
    if (entry == null) {
      return "";
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The files below {@code folder}, by name. */
  static List<File> in(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths =
          walk.filter(path -> path.toString().endsWith(".yml") && !path.toString().endsWith(TESTS))
              .sorted()
              .toList();
    }
    List<File> files = new ArrayList<>();
    for (Path path : paths) {
      String name = path.toString();
      Path tests = Path.of(name.substring(0, name.length() - 4) + TESTS);
      files.add(
          new File(
              name, Files.readString(path), Files.exists(tests) ? Files.readString(tests) : ""));
    }
    return files;
  }
}
