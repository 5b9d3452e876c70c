package vn.lachan.detection.correlation;

/**
 * What a correlator holds and has lost.
 *
 * @param groups groups watched now
 * @param entries matches kept now
 * @param bytes about how much memory they take
 * @param droppedGroups groups that left because of a limit
 * @param droppedEntries matches that left because of a limit on one group
 * @param ungrouped matches that lacked a field to group by or to look at
 */
public record CorrelationStats(
    long groups,
    long entries,
    long bytes,
    long droppedGroups,
    long droppedEntries,
    long ungrouped) {}
