package vn.lachan.backup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.repository.PasswordException;
import vn.lachan.backup.repository.RepositoryPassword;

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
}
