/**
 * Reads Windows Event Log files ({@code .evtx}) without Windows.
 *
 * <p>A file is a header and a row of chunks of 64 KiB. A chunk stands alone: its records, the names
 * and the templates that they point to are all inside it. So {@link
 * vn.lachan.detection.evtx.EvtxChunks} cuts the stream into chunks, and {@link
 * vn.lachan.detection.evtx.EvtxChunk} turns one chunk into events, on whatever thread. {@link
 * vn.lachan.detection.evtx.EvtxReader} does both, one after the other.
 *
 * <p>The content of a record is binary XML: a template (an XML tree with holes) and the values for
 * the holes. It is not turned into XML text but straight into the flat fields of an event.
 *
 * <p>Broken bytes are expected: logs are taken from machines that crashed or were tampered with.
 * What cannot be read is reported once, with its place, and the rest is read.
 *
 * <p>Source of the format: [MS-EVEN6] section 2.2.12 (BinXml) and Joachim Metz, "Windows XML Event
 * Log (EVTX) format" (libevtx). What of it we read is in {@code docs/formats/evtx.md}.
 */
@NullMarked
package vn.lachan.detection.evtx;

import org.jspecify.annotations.NullMarked;
