package vn.lachan.collector.journal;

import java.time.Instant;

/**
 * A segment that is deleted because of its age before every reader had read it.
 *
 * @param segment its number
 * @param began when it was begun: no record in it is older
 * @param records records that at least one reader had not read
 * @param bytes their bytes on disk
 */
public record ExpiredSegment(long segment, Instant began, long records, long bytes) {}
