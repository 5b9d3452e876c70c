/**
 * Datasets: one readable file for each kind of log, with its tests beside it. A file says how its
 * lines are recognised and which steps turn a line into fields of ECS; it is compiled once. The
 * language is described in {@code docs/formats/datasets.md}; the files that come with the program
 * stand in {@code collector/datasets}.
 */
@NullMarked
package vn.lachan.collector.dataset;

import org.jspecify.annotations.NullMarked;
