package vn.lachan.app.settings;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What to detect.
 *
 * @param rules folders or files with Sigma rules beside the built-in ones
 * @param builtIn whether the built-in rules run
 * @param alertsPerRuleAndHour a rule that fires more often is held back and counted
 */
public record DetectionSettings(
    @DefaultValue({}) List<Path> rules,
    @DefaultValue("true") boolean builtIn,
    @DefaultValue("10000") int alertsPerRuleAndHour) {
  public DetectionSettings {
    rules = List.copyOf(rules);
  }
}
