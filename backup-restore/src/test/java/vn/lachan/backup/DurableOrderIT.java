package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.TestTrees;

/**
 * What a backup asks of the operating system, written down by strace: each file temporary, forced,
 * renamed, its folder forced; packs before the index before the snapshot.
 */
class DurableOrderIT {

  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final Pattern CALL =
      Pattern.compile("(?<pid>\\d+) +(?<name>\\w+)\\((?<rest>.*?)\\) += (?<answer>-?\\d+).*");
  private static final Pattern BEGUN = Pattern.compile("(\\d+) +(.*) <unfinished \\.\\.\\.>");
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

  @TempDir Path folder;

  /** What happened to a file of the repository, in the order it happened. */
  private record Step(String what, String file) {}

  @Test
  void isTheOnePromised() throws Exception {
    assumeTrue(Files.isExecutable(STRACE), "skipped: no strace (apt-get install strace)");
    Fixture fixture = new Fixture(folder);
    byte[] scan = new byte[1_500_000];
    for (int i = 0; i < 4; i++) {
      new Random(i).nextBytes(scan);
      Files.createDirectories(fixture.source);
      Files.write(fixture.source.resolve("scan " + i), scan);
    }
    Path log = folder.resolve("calls");
    List<String> head =
        List.of(
            STRACE.toString(),
            "-f",
            "-s",
            "4096",
            "-e",
            "trace=open,openat,close,dup,dup2,fsync,fdatasync,rename,renameat,renameat2",
            "-o",
            log.toString());
    Process backup =
        WriterProcess.startBelow(
            head,
            "run",
            "--repo",
            fixture.location.toString(),
            "--password-file",
            fixture.passwordFile.toString(),
            "--history",
            fixture.historyFolder.toString(),
            fixture.source.toString());
    String said = WriterProcess.rest(backup);
    assumeTrue(
        Files.exists(log) && Files.size(log) > 0, "skipped: strace may not look here: " + said);
    assertThat(backup.waitFor()).as(said).isZero();

    List<Step> steps = steps(log, fixture.location);
    List<String> written =
        steps.stream().filter(step -> step.what().equals("rename")).map(Step::file).toList();
    assertThat(written).as(said).hasSizeGreaterThan(6);
    for (String file : written) {
      isForced(steps, file);
    }
    comeInOrder(written);
    assertThat(new TreeSet<>(TestTrees.describe(fixture.location).keySet()))
        .as("nothing was written in another way")
        .containsAll(
            written.stream().filter(f -> !f.startsWith("locks")).map(f -> "/" + f).toList());
  }

  private static void isForced(List<Step> steps, String file) {
    int renamed = steps.indexOf(new Step("rename", file));
    int forced = steps.indexOf(new Step("fsync", file));
    String parent = file.substring(0, Math.max(0, file.lastIndexOf('/')));
    assertThat(forced).as("forced before it is renamed: " + file).isBetween(0, renamed - 1);
    assertThat(steps.subList(renamed, steps.size()))
        .as("its folder is forced afterwards: " + file)
        .contains(new Step("fsync", parent));
  }

  private static void comeInOrder(List<String> written) {
    List<String> kinds = written.stream().map(file -> file.replaceFirst("/.*", "")).toList();
    assertThat(kinds.getFirst()).isEqualTo("locks");
    assertThat(kinds.lastIndexOf("data")).isPositive().isLessThan(kinds.indexOf("index"));
    assertThat(kinds.lastIndexOf("index")).isLessThan(kinds.indexOf("snapshots"));
    assertThat(kinds.stream().filter("snapshots"::equals)).hasSize(1);
  }

  /** Renames and forced files of the repository; a temporary file has its final name here. */
  private static List<Step> steps(Path log, Path repository) throws IOException {
    Map<String, String> begun = new HashMap<>();
    Map<String, String> open = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (String line : Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      String whole = line;
      Matcher first = BEGUN.matcher(line);
      Matcher second = RESUMED.matcher(line);
      if (first.matches()) {
        begun.put(first.group(1), first.group(2));
        continue;
      }
      if (second.matches()) {
        whole = second.group(1) + " " + begun.remove(second.group(1)) + second.group(2);
      }
      Matcher call = CALL.matcher(whole);
      if (call.matches() && !call.group("answer").startsWith("-")) {
        step(call, open, steps, repository + "/");
      }
    }
    return steps;
  }

  private static void step(
      Matcher call, Map<String, String> open, List<Step> steps, String repository) {
    String rest = call.group("rest");
    List<String> texts = TEXT.matcher(rest).results().map(m -> m.group(1)).toList();
    switch (call.group("name")) {
      case "open", "openat" -> open.put(call.group("answer"), texts.getFirst() + "/");
      case "dup", "dup2" -> open.put(call.group("answer"), open.getOrDefault(rest, ""));
      case "fsync", "fdatasync" -> {
        String path = open.getOrDefault(rest.strip(), "");
        if (path.startsWith(repository)) {
          String file = path.substring(repository.length()).replaceFirst("-tmp-[^/]*/$", "");
          steps.add(new Step("fsync", file.replaceFirst("/$", "")));
        }
      }
      case "rename", "renameat", "renameat2" -> {
        if (texts.getLast().startsWith(repository)) {
          assertThat(texts.getFirst()).startsWith(texts.getLast() + "-tmp-");
          steps.add(new Step("rename", texts.getLast().substring(repository.length())));
        }
      }
      default -> {} // close: the number is given away again with the next open
    }
  }
}
