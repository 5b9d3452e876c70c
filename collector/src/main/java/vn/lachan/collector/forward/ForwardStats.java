package vn.lachan.collector.forward;

/**
 * How a forwarder is doing; counts are since it was started.
 *
 * @param connected whether the province listens now
 * @param problem the last thing that went wrong, empty when nothing did
 * @param acknowledged records the province has for good
 * @param rawBytes bytes of these records
 * @param lineBytes bytes that went over the line, compressed, without those of TLS
 * @param urgentBacklog bytes of the urgent lane that wait
 * @param ordinaryBacklog bytes of the ordinary lane that wait
 * @param refused records that were not taken because a lane was full or its disk broken; those of
 *     inputs that cannot wait are lost
 * @param connections how often a connection was made
 */
public record ForwardStats(
    boolean connected,
    String problem,
    long acknowledged,
    long rawBytes,
    long lineBytes,
    long urgentBacklog,
    long ordinaryBacklog,
    long refused,
    long connections) {}
