/**
 * What is backed up, where to, when, how long it is kept and how quickly it must be back: data,
 * read from a file.
 */
@NullMarked
package vn.lachan.backup.plan;

import org.jspecify.annotations.NullMarked;
