/**
 * Tries rules on the events of the store before they run, and looks again at stretches of time.
 *
 * <p>A rule becomes a query that finds at least every event that it matches; what is found is
 * decided by the same engine that watches the stream. {@link
 * vn.lachan.detection.backtest.Backtests} runs such trials in the background, {@link
 * vn.lachan.detection.backtest.HistoryWalk} reads the store piece by piece.
 */
@NullMarked
package vn.lachan.detection.backtest;

import org.jspecify.annotations.NullMarked;
