/**
 * Who may learn what: labels (TLP, PAP), state secrets, observables, and the decision whether
 * something may leave. {@link vn.lachan.incidents.sharing.Sharing} is asked wherever something
 * leaves.
 */
@NullMarked
package vn.lachan.incidents.sharing;

import org.jspecify.annotations.NullMarked;
