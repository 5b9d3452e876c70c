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

/** Finds and reads rule files, in folders and on the class path. */
final class RuleFiles {
  private static final String BUILT_IN = "rules";

  /** A file that was read; {@code text} is empty when {@code problem} says why it could not be. */
  record RuleFile(String name, String text, RuleInfo.Origin origin, String problem) {}

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
        try (InputStream in = jar.getInputStream(entry)) {
          files.add(
              new RuleFile(
                  folderName + "/" + name.substring(prefix.length()),
                  new String(in.readAllBytes(), StandardCharsets.UTF_8),
                  RuleInfo.Origin.LA_CHAN,
                  ""));
        }
      }
    }
    files.sort(Comparator.comparing(RuleFile::name));
    return files;
  }

  /** The rule files under {@code paths}; a path that cannot be read becomes a problem. */
  static List<RuleFile> external(List<Path> paths) {
    List<RuleFile> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        files.add(
            new RuleFile(path.toString(), "", RuleInfo.Origin.EXTERNAL, "no such file or folder"));
        continue;
      }
      try {
        for (Path file : ruleFiles(path)) {
          files.add(read(file, file.toString(), RuleInfo.Origin.EXTERNAL));
        }
      } catch (IOException e) {
        files.add(
            new RuleFile(path.toString(), "", RuleInfo.Origin.EXTERNAL, "cannot be read: " + e));
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
      return new RuleFile(name, Files.readString(file), origin, "");
    } catch (CharacterCodingException e) {
      return new RuleFile(name, "", origin, "is not UTF-8 text");
    } catch (IOException e) {
      return new RuleFile(name, "", origin, "cannot be read: " + e.getMessage());
    }
  }

  private RuleFiles() {}
}
