/** Watches what the rules see: fields that arrive, gaps, and the canary. */
@NullMarked
package vn.lachan.app.coverage;

import org.jspecify.annotations.NullMarked;
