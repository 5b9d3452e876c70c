package vn.lachan.backup.drill;

import vn.lachan.backup.signature.seal.MinutesChain;

/** Lays the minutes of a drill out as a PDF. */
public interface MinutesPrinter {

  /**
   * Names the minutes carry.
   *
   * @param system whose data was restored; may be empty
   * @param issuer who keeps the minutes
   */
  record Names(String system, String issuer) {}

  /** The same end, link and seal give the same text. */
  byte[] print(DrillEnd end, Names names, MinutesChain.Link link, MinutesChain.Seal seal);
}
