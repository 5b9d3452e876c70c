package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/** An event that asks for another one, or an answer that came first ({@code missing}). */
final class Awaited implements KeyState {
  private static final long NONE = -1;

  private long opened = NONE;
  private long answered = NONE;
  private long time;
  private String id = "";
  private String organization = "";
  private String dataset = "";

  /** The event that asks; an answer of the last {@code period} answers it at once. */
  void open(Observation seen, long passed, long period) {
    boolean known = answered != NONE && passed - answered <= period;
    if (!known && opened == NONE) {
      opened = passed;
      time = seen.time();
      id = seen.eventId();
      organization = seen.text(Observation.ORGANIZATION);
      dataset = seen.text(Observation.DATASET);
    }
  }

  void answer(long passed) {
    opened = NONE;
    answered = passed;
  }

  /** Whether an answer should have come. */
  boolean isOverdue(long passed, long period) {
    return opened != NONE && passed - opened >= period;
  }

  /** When there is something to do next, by the clock of the rule; never when nothing is held. */
  long next(long period) {
    return (opened == NONE ? answered : opened) + period;
  }

  Deviation tell(int rule, List<String> key, Clocks clocks, long passed, long period) {
    return new Deviation(
        rule,
        key,
        id,
        time,
        clocks.latest(),
        passed - opened,
        period,
        List.of(id),
        1,
        true,
        organization,
        dataset);
  }

  @Override
  public boolean learning(Clocks clocks) {
    return false;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeLong(opened);
    out.writeLong(answered);
    out.writeLong(time);
    Bytes.writeText(id, out);
    Bytes.writeText(organization, out);
    Bytes.writeText(dataset, out);
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    opened = in.readLong();
    answered = in.readLong();
    time = in.readLong();
    id = Bytes.readText(in);
    organization = Bytes.readText(in);
    dataset = Bytes.readText(in);
  }
}
