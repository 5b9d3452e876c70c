package vn.lachan.collector.dataset;

import java.util.List;
import vn.lachan.collector.dataset.step.Finish;
import vn.lachan.collector.dataset.step.Layout;
import vn.lachan.collector.dataset.step.MapStep;
import vn.lachan.collector.dataset.step.Slots;
import vn.lachan.collector.dataset.step.Step;
import vn.lachan.collector.parser.EventDraft;
import vn.lachan.collector.parser.LogLine;
import vn.lachan.collector.parser.ParseResult;
import vn.lachan.collector.parser.Parser;
import vn.lachan.collector.syslog.SyslogMessage;

/** Runs the steps of a dataset. Immutable, safe for use by several threads. */
final class DeclaredParser implements Parser {
  private static final List<String> HOST =
      List.of("host.name", "host.hostname", "observer.hostname");
  private static final List<String> PROGRAM = List.of("process.name", "log.syslog.appname");

  private final Header header;
  private final String vendor;
  private final String product;
  private final List<Signature> signatures;
  private final Step[] steps;
  private final int[] fieldSlots;
  private final String[] fieldNames;
  private final int size;
  private final int hostSlot;
  private final int programSlot;

  /** Whether what looks like a syslog header is one. */
  enum Header {
    /** With a priority, a time or a number of a process, or before a program of the dataset. */
    AUTO,
    /** With a priority, or before a program of the dataset. */
    STRICT,
    /** Never. */
    NONE
  }

  DeclaredParser(
      Header header,
      String vendor,
      String product,
      List<Signature> signatures,
      List<Step> steps,
      Layout layout) {
    this.header = header;
    this.vendor = vendor;
    this.product = product;
    this.signatures = signatures;
    this.steps = steps.toArray(Step[]::new);
    this.size = layout.size();
    this.hostSlot = layout.known("header.host");
    this.programSlot = layout.known("header.program");
    List<String> names = layout.names();
    int[] slots =
        java.util.stream.IntStream.range(0, size)
            .filter(i -> Layout.isField(names.get(i)))
            .toArray();
    this.fieldSlots = slots;
    this.fieldNames = new String[slots.length];
    for (int i = 0; i < slots.length; i++) {
      fieldNames[i] = names.get(slots[i]);
    }
  }

  @Override
  public ParseResult parse(LogLine line) {
    if (!hasHeader(line.syslog())) {
      line.ignoreHeader();
    }
    EventDraft draft = line.draft();
    String message = line.message().strip();
    draft.put("event.kind", "event");
    if (!vendor.isEmpty()) {
      draft.put("observer.vendor", vendor);
      draft.put("observer.hostname", draft.get("host.hostname"));
    }
    draft.put("observer.product", product);
    if (message.isEmpty()) {
      return new ParseResult.Unparsed(draft, "the message is empty");
    }
    Slots slots = new Slots(line, draft, message, size);
    slots.putHeader(hostSlot, draft.get("host.name"));
    slots.putHeader(programSlot, draft.get("log.syslog.appname"));
    boolean understood = Step.all(steps, slots);
    takeBack(slots, hostSlot, draft, HOST);
    takeBack(slots, programSlot, draft, PROGRAM);
    for (int i = 0; i < fieldSlots.length; i++) {
      Object value = MapStep.typed(fieldNames[i], slots.get(fieldSlots[i]));
      if (value != null) {
        draft.put(fieldNames[i], value);
      }
    }
    draft.putIfAbsent("message", message);
    if (draft.timestamp() != null) {
      draft.tags().remove("no_timestamp");
    }
    Finish.derive(draft);
    return understood
        ? new ParseResult.Parsed(draft)
        : new ParseResult.Unparsed(draft, slots.problem());
  }

  /** What the steps removed was not of the header, but the beginning of the message. */
  private static void takeBack(Slots slots, int slot, EventDraft draft, List<String> fields) {
    if (slot >= 0 && slots.get(slot) == null) {
      fields.forEach(draft::remove);
    }
  }

  private boolean hasHeader(SyslogMessage found) {
    if (!found.hasHeader()) {
      return false;
    }
    boolean certain = found.priority() >= 0 || isProgram(found.app());
    return switch (header) {
      case NONE -> false;
      case STRICT -> certain;
      case AUTO -> certain || found.timestamp() != null || !found.process().isEmpty();
    };
  }

  private boolean isProgram(String app) {
    if (app.isEmpty()) {
      return false;
    }
    for (Signature signature : signatures) {
      if (signature.isProgram(app)) {
        return true;
      }
    }
    return false;
  }
}
