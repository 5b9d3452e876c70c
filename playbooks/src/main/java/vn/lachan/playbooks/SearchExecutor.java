package vn.lachan.playbooks;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.StepExtension;

/**
 * Looks for events. Its values are {@code count} and {@code ids}; a search that looked at a part of
 * the range only is no success.
 */
final class SearchExecutor {
  private static final Duration STANDARD = Duration.ofDays(1);

  private final EventSearch events;
  private final Clock clock;

  SearchExecutor(EventSearch events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  Prepared prepare(Command.Search command, CommandContext context) {
    Wanted wanted = wanted(command, context, context.rendering());
    Wanted hidden = wanted(command, context, context.masked());
    return new Prepared() {
      @Override
      public String shown() {
        return hidden.text() + "\n[" + hidden.from() + " .. " + hidden.to() + "]";
      }

      @Override
      public String full() {
        return command.type() + "\n" + wanted.text() + "\n" + wanted.from() + "\n" + wanted.to();
      }

      @Override
      public boolean repeatable() {
        return true;
      }

      @Override
      public Outcome run(Attempt attempt) throws InterruptedException {
        return search(command.type(), wanted);
      }
    };
  }

  /** What is looked for; bounds are as written, empty for the standard ones. */
  private record Wanted(String text, String from, String to, int limit) {}

  private static Wanted wanted(
      Command.Search command, CommandContext context, Rendering rendering) {
    StepExtension.Search search = context.action().common().extension().search();
    String text =
        command.type().equals("sigma")
            ? rendering.forRule(command.text())
            : rendering.forQuery(command.text());
    return new Wanted(
        text, rendering.plain(search.from()), rendering.plain(search.to()), search.limit());
  }

  private Outcome search(String type, Wanted wanted) throws InterruptedException {
    Instant to;
    Instant from;
    try {
      to = wanted.to().isEmpty() ? clock.instant() : Instant.parse(wanted.to());
      from = wanted.from().isEmpty() ? to.minus(STANDARD) : Instant.parse(wanted.from());
    } catch (DateTimeException _) {
      return new Outcome.Refused("Khoảng thời gian tìm không phải thời điểm RFC 3339.");
    }
    if (!from.isBefore(to)) {
      return new Outcome.Refused("Khoảng thời gian tìm có đầu không ở trước cuối.");
    }
    EventSearch.Found found =
        type.equals("sigma")
            ? events.rule(wanted.text(), from, to, wanted.limit())
            : events.query(wanted.text(), from, to, wanted.limit());
    return switch (found) {
      case EventSearch.Found.Refused(String reason) -> new Outcome.Refused(reason);
      case EventSearch.Found.Events events ->
          new Outcome.Answered(
              0,
              events.count()
                  + " sự kiện từ "
                  + from
                  + " đến "
                  + to
                  + (events.complete() ? "" : " (chưa tìm hết khoảng)")
                  + (events.ids().isEmpty() ? "" : "\n" + String.join("\n", events.ids())),
              events.complete(),
              Map.of(
                  "count", String.valueOf(events.count()), "ids", String.join(",", events.ids())));
    };
  }
}
