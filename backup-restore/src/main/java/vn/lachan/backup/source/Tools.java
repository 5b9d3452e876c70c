package vn.lachan.backup.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the programs of PostgreSQL and says how they are called. */
final class Tools {

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final List<String> SET_USER = List.of("setpriv", "sh");

  private Tools() {}

  /**
   * Folder of {@code program}: the newest version Debian has installed, else a folder of PATH.
   *
   * @param wanted the folder to look in; empty: look everywhere
   */
  static Optional<Path> folderOf(String program, Optional<Path> wanted) {
    if (wanted.isPresent()) {
      return wanted.filter(folder -> Files.isExecutable(folder.resolve(program)));
    }
    List<Path> folders = new ArrayList<>(debian());
    for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin").split(":", -1)) {
      if (!folder.isBlank()) {
        folders.add(Path.of(folder));
      }
    }
    return folders.stream().filter(f -> Files.isExecutable(f.resolve(program))).findFirst();
  }

  private static List<Path> debian() {
    List<Path> versions = new ArrayList<>();
    if (Files.isDirectory(DEBIAN)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(DEBIAN, "[0-9]*")) {
        stream.forEach(versions::add);
      } catch (IOException e) {
        versions.clear(); // then only PATH counts
      }
    }
    versions.sort(Comparator.comparingInt(Tools::version).reversed());
    return versions.stream().map(version -> version.resolve("bin")).toList();
  }

  private static int version(Path folder) {
    String digits = String.valueOf(folder.getFileName()).replaceAll("\\D.*", "");
    return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
  }

  /** {@code command} as the user {@code user}; as ourselves when that is empty or who we are. */
  static List<String> as(String user, List<String> command) {
    if (user.isEmpty() || user.equals(System.getProperty("user.name", ""))) {
      return command;
    }
    List<String> whole =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--init-groups", "--"));
    whole.addAll(command);
    return whole;
  }

  /** The program itself for messages: without its folder and arguments, which may hold names. */
  static String shortName(List<String> command) {
    int at = SET_USER.contains(command.getFirst()) ? command.indexOf("--") + 1 : 0;
    return String.valueOf(Path.of(command.get(at)).getFileName());
  }
}
