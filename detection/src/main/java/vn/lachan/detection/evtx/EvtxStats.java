package vn.lachan.detection.evtx;

/**
 * What was found in a file.
 *
 * @param bytes read
 * @param chunks that hold something
 * @param events that were read
 * @param damages that were reported
 */
public record EvtxStats(long bytes, long chunks, long events, long damages) {}
