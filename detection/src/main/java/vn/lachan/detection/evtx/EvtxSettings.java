package vn.lachan.detection.evtx;

/**
 * How event log files are read.
 *
 * @param limits what one record may cost
 * @param hex how hexadecimal numbers are written
 */
public record EvtxSettings(EvtxLimits limits, HexText hex) {
  /** The limits of {@link EvtxLimits#DEFAULT} and numbers as Windows and the rules write them. */
  public static final EvtxSettings DEFAULT = new EvtxSettings(EvtxLimits.DEFAULT, HexText.WINDOWS);

  /** The same with another form of hexadecimal numbers. */
  public EvtxSettings with(HexText other) {
    return new EvtxSettings(limits, other);
  }
}
