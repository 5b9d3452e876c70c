/**
 * The write-ahead log between the inputs and everything behind them.
 *
 * <p>A {@link vn.lachan.collector.journal.Journal} appends raw logs to segment files and tells when
 * they are on disk; each named {@link vn.lachan.collector.journal.JournalReader} reads them in
 * order and says how far it came. The bytes are described in {@code docs/formats/journal.md}.
 */
@NullMarked
package vn.lachan.collector.journal;

import org.jspecify.annotations.NullMarked;
