package vn.lachan.app.wiring;

import vn.lachan.app.settings.DetectionSettings;
import vn.lachan.detection.Limits;
import vn.lachan.detection.baseline.BaselineLimits;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.detection.rulebook.RulebookSettings;

/** The bounds of detection as the settings give them. */
final class DetectionBounds {
  /** Groups of correlations never take more than this part of the memory of the process. */
  private static final int PART_OF_MEMORY = 3;

  static Limits detector(DetectionSettings settings) {
    return new Limits(
        settings.alertsPerRuleAndHour(),
        correlation(settings),
        Limits.DEFAULT.everyRuleForUnknownSources(),
        baseline(settings.baseline()));
  }

  static CorrelationLimits correlation(DetectionSettings settings) {
    DetectionSettings.CorrelationBounds bounds = settings.correlation();
    return new CorrelationLimits(
        bounds.groups(),
        bounds.groupsPerRule(),
        bounds.eventsPerGroup(),
        Math.min(bounds.memory().toBytes(), Runtime.getRuntime().maxMemory() / PART_OF_MEMORY),
        bounds.lateness(),
        bounds.unsaved().toBytes(),
        bounds.savedSlice().toBytes());
  }

  private static BaselineLimits baseline(DetectionSettings.BaselineBounds bounds) {
    return new BaselineLimits(
        bounds.keysPerRule(),
        bounds.valuesPerKey(),
        bounds.samplesPerPeriod(),
        bounds.eventsPerAlert(),
        bounds.remembered(),
        bounds.lateness(),
        bounds.blind());
  }

  static RulebookSettings rulebook(DetectionSettings settings) {
    DetectionSettings.RulebookBounds bounds = settings.rulebook();
    return new RulebookSettings(
        bounds.ruleCharacters(),
        bounds.testCharacters(),
        bounds.importFiles(),
        bounds.importSize().toBytes(),
        bounds.longestExemption(),
        bounds.suppressionWindows(),
        bounds.hiddenListed(),
        settings.placeholders());
  }

  private DetectionBounds() {}
}
