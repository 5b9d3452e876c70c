package vn.lachan.collector.health;

import java.time.Duration;
import java.time.Instant;

/** Something that began or ended with log sources. */
public sealed interface SourceNotice {

  /** When it was noticed. */
  Instant at();

  /**
   * Sources fell silent.
   *
   * @param usual the longest gap that was usual for the first of them at this kind of time
   */
  record FellSilent(Instant at, Outage outage, Duration usual) implements SourceNotice {}

  /** A source of an outage sends again; {@code outage} says which are silent still. */
  record CameBack(Instant at, Outage outage, String source) implements SourceNotice {}

  /**
   * A source is no longer in the settings, so nobody waits for it any more.
   *
   * @param outage what is left of the outage that it was part of
   */
  record WasRemoved(Instant at, Outage outage, String source) implements SourceNotice {}

  /** A source sends, but not as usual. */
  record Began(Instant at, Trouble trouble) implements SourceNotice {}

  /** A trouble is over. */
  record Ended(Instant at, Trouble trouble) implements SourceNotice {}
}
