package vn.lachan.backup.drill;

import java.util.Optional;
import vn.lachan.audit.Actor;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.seal.MinutesChain;

/** Where the minutes of drills go. */
public interface DrillMinutes {

  /** Keeps none. */
  DrillMinutes NONE = (end, by) -> Optional.empty();

  /**
   * Seals minutes of how a start of a drill ended; durable on return. Works for a thread that was
   * interrupted.
   *
   * @param by who ordered it
   * @return where they are; empty when none are kept
   * @throws SignatureException when they cannot be sealed or kept
   */
  Optional<MinutesChain.Sealed> write(DrillEnd end, Actor by);
}
