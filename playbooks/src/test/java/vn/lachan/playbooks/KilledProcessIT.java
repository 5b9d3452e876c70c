package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;

/**
 * A real process that gets SIGKILL at one of its commits, before or after it reached the database,
 * and another that goes on. {@code -Dlachan.playbooks.kills=all} dies at every commit, else at some
 * between the first and the last.
 */
class KilledProcessIT {
  private static final int KILLED = 137;
  private static final int SOME = 9;

  @TempDir Path folder;

  /** The first life: folder, server, incident, which commit, whether it reaches the database. */
  static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    JdbcConnectionPool database = TestDatabase.h2(folder.resolve("db"));
    MortalDataSource mortal =
        new MortalDataSource(
            database,
            Integer.parseInt(arguments[3]),
            Boolean.parseBoolean(arguments[4]),
            KilledProcessIT::kill);
    TestDesk desk = new TestDesk(mortal, folder.resolve("evidence"));
    EveryStep steps = EveryStep.against(arguments[1]);
    try (PlaybookEngine engine = steps.engine(desk)) {
      steps.live(desk, engine, arguments[2]);
    }
    database.dispose();
  }

  /** As the kernel does it when there is no memory left: nothing of ours runs any more. */
  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
      Thread.sleep(60_000);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("cannot be killed", e);
    }
  }

  /** Whether the first life came as far as that commit. */
  private boolean dies(EveryStep steps, int commit, boolean afterIt) throws Exception {
    steps.forget();
    Path place = Files.createDirectory(folder.resolve(commit + (afterIt ? "-after" : "-before")));
    String incident = prepared(place);
    Process first =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcessIT.class.getName(),
                place.toString(),
                steps.url(),
                incident,
                Integer.toString(commit),
                Boolean.toString(afterIt))
            .redirectErrorStream(true)
            .redirectOutput(place.resolve("log").toFile())
            .start();
    try {
      assertThat(first.waitFor(2, TimeUnit.MINUTES)).as("the first life ends").isTrue();
    } finally {
      first.destroyForcibly();
    }
    assertThat(first.exitValue()).as(() -> said(place.resolve("log"))).isIn(0, KILLED);
    JdbcConnectionPool database = TestDatabase.h2(place.resolve("db"));
    try {
      TestDesk second = new TestDesk(database, place.resolve("evidence"));
      steps.assertGoesOn(
          second, incident, "commit " + commit + (afterIt ? " reached" : " did not reach"));
    } finally {
      database.dispose();
    }
    return first.exitValue() == KILLED;
  }

  private static String said(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String prepared(Path place) {
    JdbcConnectionPool database = TestDatabase.h2(place.resolve("db"));
    try {
      return new TestDesk(database, place.resolve("evidence")).incident();
    } finally {
      database.dispose();
    }
  }

  @Test
  void nothingIsDoneTwiceOrLostOrHangsWhereverTheProcessIsKilled() throws Exception {
    boolean all = System.getProperty("lachan.playbooks.kills", "").equals("all");
    int died = 0;
    try (EveryStep steps = EveryStep.serving()) {
      int commit = 1;
      while (dies(steps, commit, commit % 2 == 0)) {
        died++;
        if (all) {
          dies(steps, commit, commit % 2 != 0);
        }
        commit += all ? 1 : SOME;
      }
    }
    assertThat(died).isGreaterThan(2);
  }
}
