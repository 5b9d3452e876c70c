/** Watches the log sources: what is unusual becomes events, and notes on the alerts of these. */
@NullMarked
package vn.lachan.app.sources;

import org.jspecify.annotations.NullMarked;
