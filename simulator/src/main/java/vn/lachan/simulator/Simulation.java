package vn.lachan.simulator;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.lachan.simulator.day.Day;
import vn.lachan.simulator.day.Planted;
import vn.lachan.simulator.day.TapedLine;
import vn.lachan.simulator.send.LogLine;
import vn.lachan.simulator.send.SenderException;
import vn.lachan.simulator.send.Senders;

/** Plays a plan: makes the day and sends its lines in the order of their times. */
public final class Simulation {
  private static final int LINES_PER_REPORT = 20_000;

  private final List<Sending> sendings = new ArrayList<>();
  private final Plan plan;
  private final Senders senders;
  private final Clock clock;
  private final PrintStream progress;
  private final Map<String, Long> sent = new TreeMap<>();

  /** When the lines of one attack went out. */
  private static final class Sending {
    final Planted attack;
    int expected;
    int lines;
    @Nullable LogLine first;
    @Nullable LogLine last;
    @Nullable Instant from;
    @Nullable Instant to;

    Sending(Planted attack) {
      this.attack = attack;
    }
  }

  /**
   * What was sent.
   *
   * @param attacks the attacks whose lines all went out, in the order of the catalogue
   * @param lines number of lines by data set
   * @param took how long it took
   */
  public record Result(List<PlantedAttack> attacks, Map<String, Long> lines, Duration took) {
    public Result {
      attacks = List.copyOf(attacks);
      lines = Map.copyOf(lines);
    }

    public long totalLines() {
      return lines.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private Simulation(Plan plan, Senders senders, Clock clock, PrintStream progress) {
    this.plan = plan;
    this.senders = senders;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Plays {@code plan}. Attacks whose data set has no sender are left out.
   *
   * @param clock tells when attacks were sent
   * @param progress gets a line now and then, in Vietnamese
   * @throws SenderException when the platform stops taking lines
   * @throws IllegalArgumentException when the calendar has no working time in the plan's stretch
   */
  public static Result run(Plan plan, Senders senders, Clock clock, PrintStream progress) {
    return new Simulation(plan, senders, clock, progress).run();
  }

  private Result run() {
    long start = System.nanoTime();
    Day day =
        new Day(
            plan.registry(),
            plan.seed(),
            plan.endAt().minus(plan.span()),
            plan.endAt(),
            plan.dossiers());
    Day.Played played = day.play(plan.attacks());
    played.attacks().forEach(attack -> sendings.add(new Sending(attack)));
    List<TapedLine> lines = played.lines();
    for (TapedLine taped : lines) {
      if (taped.attack() >= 0) {
        sendings.get(taped.attack()).expected++;
      }
    }
    progress.printf(
        Locale.ROOT,
        "Đã dựng %d dòng nhật ký, %d cuộc tấn công%n",
        lines.size(),
        played.attacks().size());
    sendAll(lines);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    progress.printf(Locale.ROOT, "Đã gửi xong sau %.1f giây%n", took.toMillis() / 1000.0);
    return new Result(planted(), sent, took);
  }

  private void sendAll(List<TapedLine> lines) {
    Pace pace = new Pace(plan.linesPerSecond());
    long done = 0;
    for (TapedLine taped : lines) {
      LogLine line = taped.line();
      if (senders.takes(line.feed())) {
        if (taped.attack() >= 0) {
          sendPart(sendings.get(taped.attack()), line);
        } else {
          senders.send(line);
        }
        sent.merge(line.feed().dataset(), 1L, Long::sum);
        if (pace.isAhead()) {
          senders.flush();
          pace.await();
        }
      }
      done++;
      if (done % LINES_PER_REPORT == 0) {
        progress.printf(Locale.ROOT, "Đã gửi %d/%d dòng%n", done, lines.size());
      }
    }
    senders.flush();
  }

  private void sendPart(Sending sending, LogLine line) {
    if (sending.first == null) {
      sending.first = line;
      sending.from = clock.instant();
    }
    senders.send(line);
    sending.last = line;
    sending.lines++;
    if (sending.lines == sending.expected) {
      // So that the time of sending is true also where lines wait for company.
      senders.flush();
      sending.to = clock.instant();
    }
  }

  private List<PlantedAttack> planted() {
    List<PlantedAttack> attacks = new ArrayList<>();
    for (Sending sending : sendings) {
      if (sending.first != null
          && sending.last != null
          && sending.from != null
          && sending.to != null) {
        attacks.add(
            new PlantedAttack(
                sending.attack.id(),
                sending.attack.name(),
                sending.attack.useCase(),
                sending.first.at(),
                sending.last.at(),
                sending.from,
                sending.to,
                sending.lines,
                sending.attack.entities(),
                sending.attack.eventIds()));
      }
    }
    return attacks;
  }
}
