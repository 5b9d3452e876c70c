/**
 * Puts the modules together. Read in the order of the story: {@code GroundWiring} (audit,
 * registry), {@code CollectionWiring} with {@code ListedSources}, {@code ListedInputs} and {@code
 * Forwarding}, {@code DetectionWiring}, {@code ResponseWiring}, {@code BackupWiring}.
 */
@NullMarked
package vn.lachan.app.wiring;

import org.jspecify.annotations.NullMarked;
