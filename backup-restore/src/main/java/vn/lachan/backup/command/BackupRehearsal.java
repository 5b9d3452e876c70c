package vn.lachan.backup.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs the words of {@code lachan backup} once over a small made-up set, so that a JVM started with
 * {@code -XX:AOTCacheOutput} keeps which classes they load and which methods they run often (JEP
 * 514, 515). Later commands then start in less than half the CPU time. Proves nothing and measures
 * nothing.
 */
public final class BackupRehearsal {

  private static final int SCANS = 12;
  private static final int SMALL_FILES = 400;
  private static final int DUMP_LINES = 60_000;
  private static final int LONGEST_SCAN = 3_000_000;

  private final BackupCommand command;
  private final Path work;

  /**
   * @param work an empty folder; what is made in it is left there
   */
  public BackupRehearsal(BackupCommand command, Path work) {
    this.command = command;
    this.work = work;
  }

  /** Returns 0 when every word did. */
  public int run() throws IOException {
    Path source = Files.createDirectory(work.resolve("source"));
    generate(source);
    String history = work.resolve("history").toString();
    List<List<String>> words =
        List.of(
            List.of("init", "--new-password"),
            List.of("run", "--history", history, source.toString()),
            List.of("run", "--history", history, source.toString()),
            List.of("snapshots"),
            List.of("restore", "latest", "--target", work.resolve("restored").toString()),
            List.of("check", "--read-data"));
    for (List<String> word : words) {
      int code = word(word);
      if (code != 0) {
        return code;
      }
    }
    return 0;
  }

  private int word(List<String> arguments) {
    List<String> whole = new ArrayList<>(arguments);
    whole.addAll(List.of("--repo", work.resolve("repository").toString()));
    whole.addAll(List.of("--password-file", work.resolve("password").toString()));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return command.run(whole, nowhere, nowhere);
  }

  private static void generate(Path folder) throws IOException {
    Random random = new Random(20261122);
    for (int i = 0; i < SCANS; i++) {
      byte[] scan = new byte[LONGEST_SCAN / SCANS * (i + 1)];
      random.nextBytes(scan);
      Files.write(Files.createDirectory(folder.resolve("H60-" + i)).resolve("giay-to.pdf"), scan);
    }
    Path small = Files.createDirectory(folder.resolve("tra-cuu"));
    for (int i = 0; i < SMALL_FILES; i++) {
      Files.writeString(small.resolve(i + ".json"), line(random, i).repeat(10));
    }
    StringBuilder dump = new StringBuilder();
    for (int i = 0; i < DUMP_LINES; i++) {
      dump.append(line(random, i));
    }
    Files.writeString(folder.resolve("mot-cua.sql"), dump);
  }

  private static String line(Random random, int i) {
    return i + "\tH60." + i + "\tNguyễn Văn A\t" + random.nextLong() + "\tđang xử lý\n";
  }
}
