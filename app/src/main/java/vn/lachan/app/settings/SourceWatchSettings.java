package vn.lachan.app.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a log source does not send as it usually does.
 *
 * @param every how often the sources are looked at
 * @param floor no source counts as silent earlier, unless it has an expected gap of its own
 * @param factor a source is silent after so many times its usual longest gap
 * @param margin but never later than that gap and this
 * @param settle so long after a source fell silent it is told, when it is clear what else did
 * @param ownGap a longer pause between two looks is a gap of the platform, not of the sources
 * @param halfLife what was learned so long ago counts half
 * @param dropShare a window of 15 minutes with a smaller share of the fewest usual lines is a drop
 * @param unparsedShare a larger share of lines that are not understood is a problem
 * @param fieldShare a field that nearly all events had and less than this share has is a problem
 * @param massUnits when at least so many units, and half of all, fall silent together, it is one
 *     matter
 * @param closeWhenBack whether an alert nobody took is closed when all its sources send again
 */
public record SourceWatchSettings(
    @DefaultValue("15s") Duration every,
    @DefaultValue("10m") Duration floor,
    @DefaultValue("3") double factor,
    @DefaultValue("12h") Duration margin,
    @DefaultValue("5m") Duration settle,
    @DefaultValue("2m") Duration ownGap,
    @DefaultValue("28d") Duration halfLife,
    @DefaultValue("0.1") double dropShare,
    @DefaultValue("0.2") double unparsedShare,
    @DefaultValue("0.3") double fieldShare,
    @DefaultValue("5") int massUnits,
    @DefaultValue("true") boolean closeWhenBack) {
  public SourceWatchSettings {
    if (every.multipliedBy(2).compareTo(ownGap) > 0) {
      throw new IllegalArgumentException("own-gap is at least twice as long as every");
    }
  }
}
