/**
 * Compares what the parsers make of a corpus with what others expect of it: pairs of a raw line and
 * an expected event, scored format by format on the core fields of ECS. The rules stand in {@code
 * docs/formats/datasets.md}.
 */
@NullMarked
package vn.lachan.collector.score;

import org.jspecify.annotations.NullMarked;
