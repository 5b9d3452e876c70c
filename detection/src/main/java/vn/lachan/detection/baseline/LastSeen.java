package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** When a key was there last ({@code reappears}). */
final class LastSeen implements KeyState {
  private long last = Long.MIN_VALUE;

  /** Milliseconds since the time before; -1 for the first time or an event from before. */
  long see(long time) {
    long away = last == Long.MIN_VALUE || time < last ? -1 : time - last;
    last = Math.max(last, time);
    return away;
  }

  @Override
  public boolean learning(Clocks clocks) {
    return false;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeLong(last);
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    last = in.readLong();
  }
}
