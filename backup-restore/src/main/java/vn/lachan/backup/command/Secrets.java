package vn.lachan.backup.command;

import java.io.Console;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.repository.PasswordException;
import vn.lachan.backup.repository.PasswordSource;
import vn.lachan.backup.repository.RepositoryPassword;

/** Finds passwords: in a file, in a variable of the environment, or asked for on the terminal. */
final class Secrets {

  /** Asks a person something that is not shown. */
  interface Prompt {
    char @Nullable [] ask(String question);
  }

  private final Map<String, String> environment;
  private final @Nullable Prompt prompt;

  Secrets(Map<String, String> environment, @Nullable Prompt prompt) {
    this.environment = environment;
    this.prompt = prompt;
  }

  /** Those of this process; nobody is asked where there is no terminal. */
  @SuppressWarnings(
      "SystemConsoleNull") // is null again by default since JDK 25: jdk.console=java.base
  static Secrets ofProcess() {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return new Secrets(System.getenv(), null);
    }
    return new Secrets(System.getenv(), question -> console.readPassword("%s: ", question));
  }

  /**
   * The password named by {@code --<prefix>password-file} or {@code --<prefix>password-env}, else
   * asked for.
   */
  PasswordSource source(CommandArguments given, String prefix, String question, boolean twice) {
    Optional<String> file = given.first(prefix + "password-file");
    Optional<String> variable = given.first(prefix + "password-env");
    if (file.isPresent()) {
      Path path = Call.path(file.get());
      return () -> RepositoryPassword.read(path);
    }
    if (variable.isPresent()) {
      return () -> RepositoryPassword.environment(variable.get(), environment);
    }
    if (prompt == null) {
      throw new WrongUsageException("thiếu --" + prefix + "password-file");
    }
    return () -> ask(prompt, question, twice);
  }

  private static RepositoryPassword ask(Prompt prompt, String question, boolean twice) {
    char[] typed = prompt.ask(question);
    if (typed == null) {
      throw new PasswordException("no password was typed", null);
    }
    if (twice) {
      char[] again = prompt.ask(question + " (gõ lại)");
      boolean same = Arrays.equals(typed, again);
      if (again != null) {
        Arrays.fill(again, '\0');
      }
      if (!same) {
        Arrays.fill(typed, '\0');
        throw new PasswordException("the two passwords typed differ", null);
      }
    }
    return RepositoryPassword.typed(typed);
  }
}
