package vn.lachan.app.command;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;

/** Finds the word and runs it. Words other than {@code start} and {@code demo} need no platform. */
public final class Commands {

  /**
   * Where a command writes.
   *
   * @param out results, for people or as one JSON object a line
   * @param err progress and diagnostics
   */
  public record Output(PrintStream out, PrintStream err) {
    /** The process's own streams. */
    public static Output system() {
      return new Output(System.out, System.err);
    }
  }

  private final Map<String, Command> words;

  private Commands(Map<String, Command> words) {
    this.words = words;
  }

  /** All words of the product. */
  public static Commands standard() {
    Map<String, Command> words = new LinkedHashMap<>();
    words.put("start", new StartCommand());
    return new Commands(words);
  }

  /** A word whose work a module does. */
  static Command of(String summary, ToIntBiFunction<List<String>, Output> action) {
    return new Command() {
      @Override
      public String summary() {
        return summary;
      }

      @Override
      public int run(List<String> arguments, Output output) {
        return action.applyAsInt(arguments, output);
      }
    };
  }

  /** Runs {@code arguments}; returns the exit code. */
  public int run(List<String> arguments, Output output) {
    if (arguments.isEmpty() || List.of("help", "--help", "-h").contains(arguments.getFirst())) {
      printWords(arguments.isEmpty() ? output.err() : output.out());
      return arguments.isEmpty() ? Command.USAGE : Command.DONE;
    }
    Command command = words.get(arguments.getFirst());
    if (command == null) {
      output
          .err()
          .println("lachan: unknown word: " + arguments.getFirst() + " (lachan help lists them)");
      return Command.USAGE;
    }
    return command.run(arguments.subList(1, arguments.size()), output);
  }

  private void printWords(PrintStream stream) {
    stream.println("usage: lachan <word> [arguments]");
    words.forEach((word, command) -> stream.printf("  %-10s %s%n", word, command.summary()));
  }
}
