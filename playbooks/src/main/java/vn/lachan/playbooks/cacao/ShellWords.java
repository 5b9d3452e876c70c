package vn.lachan.playbooks.cacao;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into commands and these into words, near enough for POSIX shells, PowerShell and
 * the command processor of Windows: quotes join words and are taken away, {@code ; | & ( )}, a
 * backtick and the end of the line part commands.
 */
final class ShellWords {
  private static final String PARTS = ";|&()`\n";

  private final List<List<String>> commands = new ArrayList<>();
  private List<String> command = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;

  static List<List<String>> commands(String line) {
    ShellWords words = new ShellWords();
    words.read(line.replace("\\\r\n", " ").replace("\\\n", " ").replace("`\n", " "));
    words.endCommand();
    return words.commands;
  }

  private void read(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean escapes = c == '\\' && quote != '\'' && i + 1 < line.length();
      if (escapes && "\"' ".indexOf(line.charAt(i + 1)) >= 0) {
        add(line.charAt(++i));
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          add(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (PARTS.indexOf(c) >= 0) {
        endCommand();
      } else if (Character.isWhitespace(c)) {
        endWord();
      } else {
        add(c);
      }
    }
  }

  private void add(char c) {
    word.append(c);
    begun = true;
  }

  private void endWord() {
    if (begun) {
      command.add(word.toString());
      word.setLength(0);
      begun = false;
    }
  }

  private void endCommand() {
    endWord();
    if (!command.isEmpty()) {
      commands.add(command);
      command = new ArrayList<>();
    }
  }
}
