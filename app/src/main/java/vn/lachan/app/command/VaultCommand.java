package vn.lachan.app.command;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import vn.lachan.playbooks.vault.SealedFileVault;
import vn.lachan.playbooks.vault.VaultException;

/** {@code lachan vault}: secrets of playbooks. A secret is never an argument. */
final class VaultCommand implements Command {
  private static final String WORDS =
      """
      usage: lachan vault put NAME --data FOLDER [--field FIELD] [--from-file FILE]
             lachan vault list --data FOLDER
             lachan vault remove NAME --data FOLDER
      FIELD is password unless given; without a file the secret is asked for\
      """;

  @Override
  public String summary() {
    return "vault put|list|remove: secrets that playbooks name (sealed file)";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    try {
      Arguments given = Arguments.parse(arguments, Set.of("data", "field", "from-file"), Set.of());
      List<String> data = given.all("data");
      if (data.size() != 1 || given.rest().isEmpty()) {
        throw new Arguments.UsageException(WORDS);
      }
      Path folder = Path.of(data.getFirst()).resolve("vault");
      Files.createDirectories(folder);
      SealedFileVault vault =
          new SealedFileVault(folder.resolve("secrets"), folder.resolve("secrets.key"));
      return run(vault, given, output);
    } catch (Arguments.UsageException e) {
      output.err().println(e.getMessage());
      return USAGE;
    } catch (VaultException | IOException e) {
      output.err().println("lachan vault: " + e.getMessage());
      return PROBLEM;
    }
  }

  private static int run(SealedFileVault vault, Arguments given, Commands.Output output)
      throws IOException {
    String word = given.rest().getFirst();
    if (word.equals("list") && given.rest().size() == 1) {
      vault
          .names()
          .forEach((name, fields) -> output.out().println(name + ": " + String.join(", ", fields)));
      return DONE;
    }
    if (given.rest().size() != 2) {
      throw new Arguments.UsageException(WORDS);
    }
    String name = given.rest().get(1);
    return switch (word) {
      case "put" -> put(vault, name, given, output);
      case "remove" -> {
        boolean there = vault.remove(name);
        output.err().println(there ? "đã xóa " + name : "không có " + name);
        yield there ? DONE : PROBLEM;
      }
      default -> throw new Arguments.UsageException(WORDS);
    };
  }

  private static int put(
      SealedFileVault vault, String name, Arguments given, Commands.Output output)
      throws IOException {
    List<String> fields = given.all("field");
    String field = fields.isEmpty() ? "password" : fields.getFirst();
    List<String> files = given.all("from-file");
    String secret =
        files.isEmpty() ? asked(name, field) : Files.readString(Path.of(files.getFirst()));
    if (!field.equals("private_key")) {
      secret = secret.strip();
    }
    if (secret.isEmpty()) {
      output.err().println("lachan vault: bí mật rỗng, không ghi");
      return PROBLEM;
    }
    vault.put(name, field, secret);
    output.err().println("đã ghi " + name + " (" + field + ")");
    return DONE;
  }

  private static String asked(String name, String field) {
    Console console = Objects.requireNonNull(System.console(), "since JDK 22");
    if (!console.isTerminal()) {
      throw new Arguments.UsageException("no terminal to ask at; use --from-file");
    }
    char[] typed = console.readPassword("%s (%s): ", name, field);
    if (typed == null) {
      throw new Arguments.UsageException("no secret was given");
    }
    return new String(typed);
  }
}
