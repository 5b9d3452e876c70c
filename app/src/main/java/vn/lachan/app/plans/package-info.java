/**
 * What the platform knows of backup plans beside what their file says: which version is in force,
 * who works for a plan now, what was done for its targets, and what waits for a second person.
 */
@NullMarked
package vn.lachan.app.plans;

import org.jspecify.annotations.NullMarked;
