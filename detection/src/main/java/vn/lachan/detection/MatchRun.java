package vn.lachan.detection;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.detection.baseline.Deviation;
import vn.lachan.detection.correlation.Hit;
import vn.lachan.detection.evtx.EvtxSettings;
import vn.lachan.detection.match.FieldSource;

/** One run of {@code lachan match} over all files. Used once, by one thread. */
final class MatchRun {
  private static final int OK = 0;
  private static final int WRONG = 2;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RuleSet rules;
  private final Engine engine;
  private final MatchWorkers workers;
  private final EvtxSettings evtx;
  private final PrintStream out;
  private final PrintStream err;
  private final ExplainOptions explain;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private Instant lastTime = Instant.EPOCH;

  /** Stands for the time of arrival: files may go back in time, arrivals do not. */
  private long latest = Long.MIN_VALUE / 2;

  private long events;
  private long matches;
  private long nanos;

  private record Place(String file, int index) {}

  private List<String> files = List.of();

  /** The file at hand and how many of its events were seen. */
  private int file = -1;

  private int before;

  MatchRun(
      RuleSet rules,
      MatchArguments arguments,
      ExplainOptions explain,
      PrintStream out,
      PrintStream err) {
    this.rules = rules;
    this.explain = explain;
    this.evtx = EvtxSettings.DEFAULT.with(arguments.hex());
    Limits limits = new Limits(1, Limits.DEFAULT.correlation(), true);
    this.engine = new Engine(rules, limits);
    this.workers = new MatchWorkers(arguments.threads(), () -> new Engine(rules, limits).matcher());
    this.out = out;
    this.err = err;
  }

  int all(List<String> names, InputStream standardInput) {
    long start = System.nanoTime();
    int result = OK;
    files = List.copyOf(names);
    try (workers) {
      for (int i = 0; i < files.size(); i++) {
        result = Math.max(result, file(i, standardInput));
      }
      workers.finish(this::batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("interrupted");
      result = WRONG;
    }
    out.flush();
    double seconds = (System.nanoTime() - start) / 1e9;
    err.printf(
        Locale.ROOT,
        "%d events, %d matches, %.1f s, %.0f events/s (matching alone %.0f events/s)%n",
        events,
        matches,
        seconds,
        events / Math.max(seconds, 1e-9),
        events / Math.max(nanos / 1e9, 1e-9));
    return result;
  }

  private int file(int number, InputStream standardInput) throws InterruptedException {
    String name = files.get(number);
    if (!name.equals("-") && !Files.isRegularFile(Path.of(name))) {
      workers.accept(number, new EventUnit.Damage("no such file"), this::batch);
      return WRONG;
    }
    EventUnits.Sink<InterruptedException> units = unit -> workers.accept(number, unit, this::batch);
    try (InputStream in = name.equals("-") ? standardInput : open(name)) {
      if (EventUnits.isEvtx(name)) {
        EventUnits.ofEvtx(in, evtx, units);
      } else {
        EventUnits.ofJson(in, units);
      }
      return OK;
    } catch (IOException e) {
      units.accept(new EventUnit.Damage("cannot be read: " + e.getMessage()));
      return WRONG;
    }
  }

  /** Takes what the workers found, in the order of the files. */
  private void batch(MatchWorkers.Batch batch) {
    before = batch.file() == file ? before : 0;
    file = batch.file();
    String name = files.get(file);
    nanos += batch.nanos();
    for (MatchWorkers.Result result : batch.results()) {
      switch (result) {
        case MatchWorkers.Judged judged ->
            event(name, judged.item().behind(before), judged.source());
        case MatchWorkers.Damaged damaged -> err.println(name + ": " + damaged.line());
      }
    }
    before += batch.events();
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = new BufferedInputStream(new FileInputStream(name), 1 << 16);
    return name.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private void event(String file, JsonEvents.Item item, FieldSource source) {
    if (!item.problem().isEmpty()) {
      err.println(file + ": event " + item.index() + ": " + item.problem());
      return;
    }
    events++;
    String id = file + "#" + item.index();
    Instant time = JsonEvents.time(item.fields()).orElse(lastTime);
    lastTime = time;
    long start = System.nanoTime();
    latest = Math.max(latest, time.toEpochMilli());
    Engine.Outcome outcome = engine.evaluate(source, id, time.toEpochMilli(), latest);
    nanos += System.nanoTime() - start;
    if (explain.wanted()) {
      explain.print(engine, file, item, out);
      return;
    }
    if (!rules.correlations().isEmpty() && !outcome.matched().isEmpty()) {
      places.put(id, new Place(file, item.index()));
    }
    for (int number : outcome.matched()) {
      if (!rules.info(number).silent()) {
        write(single(file, item, rules.info(number)));
      }
    }
    for (Deviation overdue : outcome.overdue()) {
      if (!rules.info(overdue.rule()).silent()) {
        write(overdue(file, overdue, rules.info(overdue.rule())));
      }
    }
    for (Hit hit : outcome.hits()) {
      if (!rules.info(engine.number(hit)).silent()) {
        write(correlated(file, hit, rules.info(engine.number(hit))));
      }
    }
  }

  private Map<String, @Nullable Object> single(String file, JsonEvents.Item item, RuleInfo info) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("file", file);
    line.put("event_index", item.index());
    line.put("rule_id", info.id());
    line.put("title", info.title());
    line.put("level", info.level().word());
    attribute(line, info);
    Object id = item.fields().get("event.id");
    line.put("event_id", id == null ? item.fields().get("EventRecordID") : id);
    line.put("timestamp", JsonEvents.time(item.fields()).map(Instant::toString).orElse(null));
    return line;
  }

  /** Whose work the rule is: licences of rules ask that matches say so. */
  private static void attribute(Map<String, @Nullable Object> line, RuleInfo info) {
    if (!info.author().isEmpty()) {
      line.put("author", info.author());
    }
    if (!info.license().isEmpty()) {
      line.put("license", info.license());
    }
  }

  private static Map<String, @Nullable Object> overdue(
      String file, Deviation overdue, RuleInfo info) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("file", file);
    line.put("overdue_rule_id", info.id());
    line.put("title", info.title());
    line.put("level", info.level().word());
    attribute(line, info);
    line.put("group", overdue.key());
    line.put("last_event", overdue.trigger());
    line.put("timestamp", Instant.ofEpochMilli(overdue.until()).toString());
    return line;
  }

  private Map<String, @Nullable Object> correlated(String file, Hit hit, RuleInfo info) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    List<Integer> here = new ArrayList<>();
    Map<String, List<Integer>> elsewhere = new LinkedHashMap<>();
    for (String id : hit.eventIds()) {
      Place place = places.get(id);
      if (place != null) {
        (place.file().equals(file)
                ? here
                : elsewhere.computeIfAbsent(place.file(), _ -> new ArrayList<>()))
            .add(place.index());
      }
    }
    line.put("file", file);
    line.put("correlation_id", info.id());
    line.put("title", info.title());
    line.put("level", info.level().word());
    attribute(line, info);
    line.put("event_indices", here);
    if (!elsewhere.isEmpty()) {
      line.put("other_files", elsewhere);
    }
    line.put("group", hit.group());
    line.put("measured", hit.measured());
    line.put("timestamp", Instant.ofEpochMilli(hit.until()).toString());
    return line;
  }

  private void write(Map<String, @Nullable Object> line) {
    matches++;
    out.println(JSON.writeValueAsString(line));
  }
}
