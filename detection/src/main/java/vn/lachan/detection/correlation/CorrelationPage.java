package vn.lachan.detection.correlation;

/**
 * A page of a correlator's state: what changed since the page before it.
 *
 * @param number pages are numbered one after the other
 * @param neededFrom the pages from this one to {@code number} give the whole state; older ones are
 *     not needed any more
 * @param begins whether later pages may need this one and none before it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CorrelationPage(long number, long neededFrom, boolean begins, byte[] bytes) {}
