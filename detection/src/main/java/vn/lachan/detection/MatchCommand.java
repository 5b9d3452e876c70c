package vn.lachan.detection;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vn.lachan.detection.evtx.HexText;

/**
 * {@code lachan match --rules PATH... [--filters PATH...] [--built-in] EVENTS...}: looks for rules
 * in files of events and writes one JSON object for each match.
 *
 * <p>With {@code --explain} it says instead, for every event or for number {@code --event} of each
 * file (from 0), why the rule fits it or why not.
 *
 * <p>{@code --padded-hex} writes hexadecimal numbers of {@code .evtx} files with leading zeros, see
 * {@link HexText}. {@code --threads=N} reads and matches on so many threads (as many as there are
 * processors); what comes out is the same for any number.
 *
 * <p>Events of which no log source can be told are tried on every rule. Correlations run over all
 * files in the order given.
 */
public final class MatchCommand {
  private static final String USAGE =
      "usage: lachan match --rules PATH... [--filters PATH...] [--built-in]"
          + " [--padded-hex] [--threads=N] [--explain RULE_ID [--event N] [--json]] EVENTS...";
  private static final int WRONG = 2;

  private final InputStream standardInput;

  public MatchCommand() {
    this(InputStream.nullInputStream());
  }

  /**
   * @param standardInput what the file name {@code -} stands for
   */
  public MatchCommand(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /**
   * Runs the command: matches to {@code out}, everything else to {@code err}.
   *
   * @return 0 when all events were read, 2 on wrong usage or when a file could not be read
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    ExplainOptions explain = ExplainOptions.parse(args);
    if (!explain.problem().isEmpty()) {
      err.println(explain.problem());
      return WRONG;
    }
    MatchArguments arguments = MatchArguments.parse(explain.others());
    if (!arguments.problem().isEmpty()) {
      err.println(arguments.problem());
      err.println(USAGE);
      return WRONG;
    }
    long start = System.nanoTime();
    RuleSet rules =
        RuleSet.load(
            new RuleSources(arguments.builtIn(), arguments.rules(), arguments.filters(), Map.of()));
    rules.rejected().forEach(rejected -> err.println("refused " + rejected));
    err.printf(
        Locale.ROOT,
        "%d rules, %d refused, loaded in %.1f s%n",
        rules.rules().size(),
        rules.rejected().size(),
        (System.nanoTime() - start) / 1e9);
    if (rules.rules().isEmpty()) {
      err.println("no rule to run");
      return WRONG;
    }
    if (!explain.canExplain(rules, err)) {
      return WRONG;
    }
    return new MatchRun(rules, arguments, explain, out, err).all(arguments.events(), standardInput);
  }
}
