/** Numbers for Prometheus: rates at each input and stage, lags, alerts. */
@NullMarked
package vn.lachan.app.metrics;

import org.jspecify.annotations.NullMarked;
