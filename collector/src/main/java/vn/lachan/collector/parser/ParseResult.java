package vn.lachan.collector.parser;

/** What became of a line. Either way there is a draft, and so an event. */
public sealed interface ParseResult {

  /** What is known of the event. */
  EventDraft draft();

  /** The line was understood. */
  record Parsed(EventDraft draft) implements ParseResult {}

  /**
   * The line was not understood; the draft holds what its envelope said.
   *
   * @param reason one line for people, without the content of the line
   */
  record Unparsed(EventDraft draft, String reason) implements ParseResult {}
}
