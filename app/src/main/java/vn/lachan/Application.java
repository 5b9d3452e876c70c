package vn.lachan;

import java.util.List;
import vn.lachan.app.command.Commands;

/** The {@code lachan} command: the first argument is a word of {@link Commands}. */
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    System.exit(Commands.standard().run(List.of(arguments), Commands.Output.system()));
  }
}
