package vn.lachan.detection;

import java.time.Instant;

/**
 * An alert that was raised before stands for more.
 *
 * @param alertId the alert that was raised
 * @param count how many were folded into it so far, in all: told twice it changes nothing
 * @param last when the last of them happened
 */
public record More(String alertId, String ruleId, long count, Instant last) {}
