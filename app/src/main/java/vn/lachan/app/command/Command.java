package vn.lachan.app.command;

import java.util.List;

/** One word of the {@code lachan} command. */
interface Command {

  /** Done. */
  int DONE = 0;

  /** Found what it was asked to look for as a problem: a failed check, drill or test. */
  int PROBLEM = 1;

  /** Wrong usage or bad input; one clear line was printed. */
  int USAGE = 2;

  /** One line for the list of commands. */
  String summary();

  /** Runs with the arguments after the word; returns the exit code. */
  int run(List<String> arguments, Commands.Output output);
}
