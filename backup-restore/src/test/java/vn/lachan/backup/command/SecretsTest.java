package vn.lachan.backup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.Fixture;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.repository.PasswordException;
import vn.lachan.backup.repository.RepositoryPassword;
import vn.lachan.backup.repository.TestRepositories;

class SecretsTest {

  private static final CommandArguments NONE = parse();

  private static CommandArguments parse(String... words) {
    return CommandArguments.parse(List.of(words), Accepted.of(0));
  }

  private static Secrets typing(String... answers) {
    Deque<String> left = new ArrayDeque<>(List.of(answers));
    return new Secrets(Map.of(), question -> left.isEmpty() ? null : left.pop().toCharArray());
  }

  @Test
  void readsAVariableOfTheEnvironment() {
    Secrets secrets = new Secrets(Map.of("MAT_KHAU_KHO", " mật khẩu \n"), null);
    CommandArguments given = parse("--password-env", "MAT_KHAU_KHO");

    try (RepositoryPassword password = secrets.source(given, "", "?", false).read()) {
      assertThat(password).hasToString("RepositoryPassword[hidden]");
    }
    CommandArguments other = parse("--password-env", "KHONG_CO");
    assertThatExceptionOfType(PasswordException.class)
        .isThrownBy(() -> secrets.source(other, "", "?", false).read())
        .withMessageContaining("KHONG_CO");
  }

  @Test
  void asksOnATerminal() {
    typing("mật khẩu").source(NONE, "", "?", false).read().close();
    typing("mật khẩu", "mật khẩu").source(NONE, "new-", "?", true).read().close();

    assertThatExceptionOfType(PasswordException.class)
        .isThrownBy(() -> typing("một", "hai").source(NONE, "new-", "?", true).read());
    assertThatExceptionOfType(PasswordException.class)
        .isThrownBy(() -> typing().source(NONE, "", "?", false).read());
  }

  @Test
  void doesNotWaitForAnybodyWithoutATerminal() {
    assertThatExceptionOfType(WrongUsageException.class)
        .isThrownBy(() -> new Secrets(Map.of(), null).source(NONE, "", "?", false))
        .withMessageContaining("--password-file");
  }

  @Test
  void takesNoPasswordAsAnArgument() {
    assertThatExceptionOfType(WrongUsageException.class).isThrownBy(() -> parse("--password", "x"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void backsUpAndRestoresWithoutAPasswordFile(boolean environment, @TempDir Path folder)
      throws IOException {
    Secrets secrets =
        environment
            ? new Secrets(Map.of("MAT_KHAU_KHO", "mật khẩu"), null)
            : new Secrets(Map.of(), question -> "mật khẩu".toCharArray());
    Path source = folder.resolve("ho-so");
    TestTrees.random(source, 45, 5);
    String history = folder.resolve("ls").toString();
    List<List<String>> round =
        List.of(
            List.of("init"),
            List.of("run", "--history", history, source.toString()),
            List.of("restore", "latest", "--target", folder.resolve("đích").toString()));

    for (List<String> words : round) {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of("--repo", folder.resolve("kho").toString()));
      all.addAll(environment ? List.of("--password-env", "MAT_KHAU_KHO") : List.of());
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
      int exit =
          new BackupCommand(Fixture.SETTINGS, TestRepositories.CLOCK, entry -> {}, secrets)
              .run(all, both, both);
      assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }

    assertThat(TestTrees.describe(TestTrees.restored(folder.resolve("đích"), source)))
        .isEqualTo(TestTrees.describe(source));
  }
}
