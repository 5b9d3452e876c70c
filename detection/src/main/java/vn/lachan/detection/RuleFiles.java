package vn.lachan.detection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
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

/** Finds and reads rule files, in folders and on the class path. */
final class RuleFiles {
  private static final String BUILT_IN = "rules";

  /** A file that was read; {@code text} is empty when {@code problem} says why it could not be. */
  record RuleFile(String name, String text, RuleInfo.Origin origin, String problem, String tests) {
    static RuleFile of(RuleText text) {
      return new RuleFile(text.name(), text.text(), text.origin(), "", text.tests());
    }

    static RuleFile unreadable(String name, RuleInfo.Origin origin, String problem) {
      return new RuleFile(name, "", origin, problem, "");
    }
  }

  /** The rules that come with the program, by name. */
  static List<RuleFile> builtIn() {
    return builtIn(RuleFiles.class.getClassLoader());
  }

  static List<RuleFile> builtIn(ClassLoader classes) {
    return builtIn(classes, BUILT_IN);
  }

  /** The YAML files of a folder of the class path, by name. */
  static List<RuleFile> builtIn(ClassLoader classes, String folderName) {
    URL folder = classes.getResource(folderName);
    if (folder == null) {
      return List.of();
    }
    try {
      if (folder.openConnection() instanceof JarURLConnection jar) {
        return fromJar(jar, folderName);
      }
      Path root = Path.of(URI.create(folder.toString()));
      List<RuleFile> files = new ArrayList<>();
      for (Path file : ruleFiles(root)) {
        files.add(read(file, folderName + "/" + root.relativize(file), RuleInfo.Origin.LA_CHAN));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("built-in " + folderName + " cannot be read", e);
    }
  }

  private static List<RuleFile> fromJar(JarURLConnection connection, String folderName)
      throws IOException {
    List<RuleFile> files = new ArrayList<>();
    JarFile jar = connection.getJarFile();
    String prefix = connection.getEntryName();
    prefix = prefix.endsWith("/") ? prefix : prefix + "/";
    for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
      JarEntry entry = entries.nextElement();
      String name = entry.getName();
      if (name.startsWith(prefix) && isRuleFile(name)) {
        files.add(
            new RuleFile(
                folderName + "/" + name.substring(prefix.length()),
                text(jar, entry),
                RuleInfo.Origin.LA_CHAN,
                "",
                text(jar, jar.getJarEntry(testsOf(name)))));
      }
    }
    files.sort(Comparator.comparing(RuleFile::name));
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

  /** {@code x.test.yml} for {@code x.yml} or {@code x.yaml}. */
  static String testsOf(String name) {
    int dot = name.lastIndexOf('.');
    return (dot < 0 ? name : name.substring(0, dot)) + ".test.yml";
  }

  /** The rule files under {@code paths}; a path that cannot be read becomes a problem. */
  static List<RuleFile> external(List<Path> paths) {
    List<RuleFile> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        files.add(
            RuleFile.unreadable(
                path.toString(), RuleInfo.Origin.EXTERNAL, "no such file or folder"));
        continue;
      }
      try {
        files.addAll(
            ruleFiles(path).parallelStream()
                .map(file -> read(file, file.toString(), RuleInfo.Origin.EXTERNAL))
                .toList());
      } catch (IOException e) {
        files.add(
            RuleFile.unreadable(path.toString(), RuleInfo.Origin.EXTERNAL, "cannot be read: " + e));
      }
    }
    return files;
  }

  /** The file itself, or all rule files under the folder, by name; test files are left out. */
  static List<Path> ruleFiles(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> isRuleFile(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  private static boolean isRuleFile(String name) {
    return (name.endsWith(".yml") || name.endsWith(".yaml"))
        && !name.endsWith(".test.yml")
        && !name.endsWith(".test.yaml");
  }

  private static RuleFile read(Path file, String name, RuleInfo.Origin origin) {
    try {
      Path tests = file.resolveSibling(testsOf(file.getFileName().toString()));
      boolean tested = Files.isRegularFile(tests);
      return new RuleFile(
          name, Files.readString(file), origin, "", tested ? Files.readString(tests) : "");
    } catch (CharacterCodingException e) {
      return RuleFile.unreadable(name, origin, "is not UTF-8 text");
    } catch (IOException e) {
      return RuleFile.unreadable(name, origin, "cannot be read: " + e.getMessage());
    }
  }

  private RuleFiles() {}
}
