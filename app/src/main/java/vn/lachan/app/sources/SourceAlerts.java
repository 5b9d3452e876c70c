package vn.lachan.app.sources;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.collector.health.Outage;
import vn.lachan.collector.health.SourceNotice;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.queue.AlertAction;
import vn.lachan.incidents.queue.AlertFilter;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.incidents.queue.Disposition;
import vn.lachan.incidents.queue.QueuedAlert;

/**
 * Notes on the alert of an outage which sources send again. When all do, an alert that nobody took
 * is closed; one that somebody works on is left to them.
 */
@Component
class SourceAlerts {
  private static final Logger LOG = LoggerFactory.getLogger(SourceAlerts.class);

  /** Built-in rule about one source. */
  static final String SOURCE_RULE = "2bc86129-5c48-444d-b550-2a1ef8820dbc";

  /** Built-in rule about a unit, or several. */
  static final String UNIT_RULE = "3fbafe54-22b5-45bd-aa48-f72e838b9ff1";

  private static final int ROWS = 20;

  private final AlertQueue queue;
  private final SourceTexts texts;
  private final boolean close;

  SourceAlerts(AlertQueue queue, SourceTexts texts, Settings settings) {
    this.queue = queue;
    this.texts = texts;
    this.close = settings.sourceWatch().closeWhenBack();
  }

  void follow(SourceNotice notice) {
    switch (notice) {
      case SourceNotice.CameBack(_, Outage outage, _) -> note(notice, outage);
      case SourceNotice.WasRemoved(_, Outage outage, _) -> note(notice, outage);
      case SourceNotice.FellSilent _, SourceNotice.Began _, SourceNotice.Ended _ -> {}
    }
  }

  private void note(SourceNotice notice, Outage outage) {
    for (QueuedAlert row : rows(outage)) {
      boolean over = outage.silent().isEmpty() && close && row.state() == AlertState.MOI;
      String note = texts.of(notice);
      try {
        queue.change(
            Officer.PLATFORM,
            over
                ? new AlertAction.Close(Disposition.CHUA_XAC_DINH, note)
                : new AlertAction.Note(note),
            List.of(row.id()));
      } catch (IllegalTransitionException | NotFoundException e) {
        LOG.info("the alert {} changed meanwhile: {}", row.id(), e.getMessage());
      }
    }
  }

  private List<QueuedAlert> rows(Outage outage) {
    String rule = outage.kind() == Outage.Kind.SOURCE ? SOURCE_RULE : UNIT_RULE;
    AlertFilter filter =
        new AlertFilter(
            java.util.Set.of(
                AlertState.MOI,
                AlertState.DANG_XU_LY,
                AlertState.TAM_HOAN,
                AlertState.DA_LEO_THANG),
            java.util.Set.of(),
            null,
            rule,
            SourceEvents.scope(outage),
            null,
            "",
            AlertFilter.Sort.NEWEST,
            null,
            ROWS);
    return queue.list(OrganizationScope.PROVINCE, filter).items().stream()
        .filter(row -> !row.lastAt().isBefore(outage.began()))
        .toList();
  }
}
