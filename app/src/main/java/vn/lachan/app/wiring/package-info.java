/**
 * Puts the modules together. Read in the order of the story: {@code GroundWiring} (audit, registry),
 * {@code CollectionWiring}, {@code DetectionWiring}, {@code ResponseWiring}, {@code BackupWiring}.
 */
@NullMarked
package vn.lachan.app.wiring;

import org.jspecify.annotations.NullMarked;
