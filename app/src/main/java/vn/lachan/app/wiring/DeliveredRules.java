package vn.lachan.app.wiring;

import vn.lachan.detection.RuleTexts;

/** The rule files that came with the program and those of the folders in the settings. */
public record DeliveredRules(RuleTexts texts) {}
