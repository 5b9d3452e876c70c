package vn.lachan.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.Placeholders;
import vn.lachan.detection.sigma.SigmaDocument;
import vn.lachan.detection.sigma.SigmaParser;

/**
 * Reads the texts of rules, many at a time on all processors, and remembers what stands in them, so
 * that a set of which one rule changed is compiled anew at the cost of that rule. Safe for use by
 * several threads.
 *
 * <p>What is remembered is found again by the whole text, never by a file's name or time. It is
 * held in two generations of at most {@code remembered} texts each; one that was not asked for
 * while a generation filled is forgotten and read again when it is needed.
 */
public final class RuleReader {
  /** Twice the rules of SigmaHQ. */
  public static final int REMEMBERED = 8_000;

  private final SigmaParser parser;
  private final int remembered;
  private final AtomicLong parsed = new AtomicLong();
  private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), Map.of());

  private record Key(String name, String text) {}

  private record Generations(
      ConcurrentHashMap<Key, List<SigmaDocument>> young, Map<Key, List<SigmaDocument>> old) {}

  /**
   * What was done so far.
   *
   * @param parsed texts that had to be parsed
   * @param remembered texts that are known now
   */
  public record Stats(long parsed, int remembered) {}

  /**
   * @param placeholders what {@code %name%} stands for in values with modifier {@code expand}
   */
  public RuleReader(Map<String, List<String>> placeholders) {
    this(placeholders, REMEMBERED);
  }

  /**
   * @param remembered texts of a generation; 0 remembers nothing
   */
  public RuleReader(Map<String, List<String>> placeholders, int remembered) {
    if (remembered < 0) {
      throw new IllegalArgumentException("remembered must not be negative: " + remembered);
    }
    this.parser = new SigmaParser(new Placeholders(placeholders));
    this.remembered = remembered;
  }

  /**
   * The documents of one text, in their order; what is wrong with one stands in its place.
   *
   * @param name of the file, for messages
   */
  public List<SigmaDocument> documents(String name, String text) {
    Key key = new Key(name, text);
    List<SigmaDocument> known = known(key);
    if (known != null) {
      return known;
    }
    parsed.incrementAndGet();
    List<SigmaDocument> read = List.copyOf(parser.parse(name, text));
    keep(key, read);
    return read;
  }

  private @Nullable List<SigmaDocument> known(Key key) {
    Generations now = generations;
    List<SigmaDocument> known = now.young().get(key);
    if (known == null) {
      known = now.old().get(key);
      if (known != null) {
        keep(key, known);
      }
    }
    return known;
  }

  private void keep(Key key, List<SigmaDocument> documents) {
    if (remembered == 0) {
      return;
    }
    Generations now = generations;
    now.young().put(key, documents);
    if (now.young().size() >= remembered) {
      turn();
    }
  }

  private synchronized void turn() {
    ConcurrentHashMap<Key, List<SigmaDocument>> full = generations.young();
    if (full.size() >= remembered) {
      generations = new Generations(new ConcurrentHashMap<>(), full);
    }
  }

  /** Reads these texts now, on all processors, so that asking for them later costs nothing. */
  public void readAhead(List<RuleText> texts) {
    if (remembered > 0) {
      texts.parallelStream().forEach(text -> documents(text.name(), text.text()));
    }
  }

  /**
   * The rules in {@code texts}. Never fails because of one of them: what cannot be used is in
   * {@link RuleSet#rejected()}. Of two documents with the same id the earlier one is used.
   */
  public RuleSet compile(List<RuleText> texts) {
    return new RuleSetLoader(this).load(texts.stream().map(RuleFiles.RuleFile::of).toList());
  }

  /** All documents of files, each with its file's documents at its place. */
  List<List<SigmaDocument>> all(List<RuleFiles.RuleFile> files) {
    return files.parallelStream()
        .map(file ->
            file.problem().isEmpty()
                ? documents(file.name(), file.text())
                : List.<SigmaDocument>of())
        .toList();
  }

  /** What was done so far. */
  public Stats stats() {
    Generations now = generations;
    List<Key> keys = new ArrayList<>(now.young().keySet());
    now.old().keySet().stream().filter(key -> !now.young().containsKey(key)).forEach(keys::add);
    return new Stats(parsed.get(), keys.size());
  }
}
