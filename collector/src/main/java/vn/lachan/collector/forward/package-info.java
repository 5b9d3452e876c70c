/**
 * Raw logs over a thin line: from the journals of a commune's forwarder to the journal of the
 * province, each record once.
 *
 * <p>A forwarder has two {@link vn.lachan.collector.forward.Lanes}, each a journal with a reader:
 * what alerts depend on goes first. {@link vn.lachan.collector.forward.ForwardSender} reads them
 * and talks to {@link vn.lachan.collector.forward.ForwardInput} over mutual TLS in one compressed
 * stream. Each record carries its place in the lane; the receiver keeps it within the record, in
 * the same journal ({@link vn.lachan.collector.forward.JournalPositions}), so that the record and
 * the position can only be lost or kept together. The bytes are described in
 * docs/formats/forwarding.md.
 */
@NullMarked
package vn.lachan.collector.forward;

import org.jspecify.annotations.NullMarked;
