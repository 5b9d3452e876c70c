/**
 * A day of the province on an isolated platform, with attacks in it, and whether they were found.
 */
@NullMarked
package vn.lachan.app.demo;

import org.jspecify.annotations.NullMarked;
