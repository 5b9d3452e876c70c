package vn.lachan.collector.dataset;

import java.util.List;
import vn.lachan.collector.parser.Parser;

/**
 * A kind of log.
 *
 * @param name its name in {@code event.dataset}
 * @param title what it is, for people
 * @param aliases other names it is asked for by, for example the folder of a corpus
 * @param signatures how its lines are recognised
 * @param parser reads its lines
 * @param file where it is declared
 * @param declared whether it is made of steps, not of a class
 */
record Dataset(
    String name,
    String title,
    List<String> aliases,
    List<Signature> signatures,
    Parser parser,
    String file,
    boolean declared) {
  public Dataset {
    aliases = List.copyOf(aliases);
    signatures = List.copyOf(signatures);
  }
}
