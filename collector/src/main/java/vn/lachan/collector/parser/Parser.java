package vn.lachan.collector.parser;

/** Understands the lines of one dataset. Stateless, safe for use by several threads. */
public interface Parser {

  /** Reads one line; never throws because of what it holds. */
  ParseResult parse(LogLine line);
}
