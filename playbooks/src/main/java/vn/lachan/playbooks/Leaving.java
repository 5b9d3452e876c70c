package vn.lachan.playbooks;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.sharing.Destination;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.incidents.sharing.Destination.Way;
import vn.lachan.incidents.sharing.Ruling;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.playbooks.cacao.Command;

/**
 * Asks the labels of an incident, and of the observables a command names, before it is carried out.
 */
final class Leaving {
  private final Sharing sharing;
  private final EngineTools tools;

  Leaving(Sharing sharing, EngineTools tools) {
    this.sharing = sharing;
    this.tools = tools;
  }

  /** Why a command may not go out, in Vietnamese; empty when it may. */
  Optional<String> refusal(String incidentId, Command command, Prepared prepared) {
    Ruling ruling =
        sharing.check(
            Officer.PLATFORM, incidentId, destination(command, prepared), content(prepared));
    return ruling instanceof Ruling.Refused(String rule, String reason)
        ? Optional.of(reason + " (quy tắc " + rule + ")")
        : Optional.empty();
  }

  /** Refuses a run for an incident that touches state secrets; nothing of it is given out. */
  void requireRunnable(Officer by, String incidentId) {
    sharing.require(by, incidentId, new Destination(Way.SEARCH, Circle.OWN_UNIT));
  }

  private Destination destination(Command command, Prepared prepared) {
    return switch (command) {
      case Command.Manual _, Command.Unknown _, Command.Search _ ->
          new Destination(Way.SEARCH, Circle.OWN_UNIT);
      case Command.Shell _ -> new Destination(Way.MACHINE, Circle.OWN_UNIT);
      case Command.Notice notice ->
          new Destination(
              notice.type().equals("email") ? Way.MAIL : Way.WEBHOOK, tools.circleOf(prepared));
      case Command.HttpApi _ ->
          new Destination(prepared.changes() ? Way.SERVICE : Way.LOOKUP, tools.circleOf(prepared));
    };
  }

  /** As it stands, and as it reads when what was escaped for a URL is put back. */
  private static String content(Prepared prepared) {
    String text = prepared.shown() + "\n" + prepared.full();
    try {
      return text + "\n" + URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text; // a lone percent sign: nothing was escaped
    }
  }
}
