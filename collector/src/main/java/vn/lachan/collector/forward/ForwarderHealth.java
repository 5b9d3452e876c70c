package vn.lachan.collector.forward;

import java.time.Instant;
import java.util.Optional;

/**
 * How a forwarder is doing, seen from the province; counts are since the start of the input.
 *
 * @param name its name
 * @param connected whether a connection is open
 * @param received records that became durable here
 * @param duplicates records it sent although they were here already; they were left out
 * @param gaps how often it went on behind what we know, so that something may be missing
 * @param foreign records of log sources it may not speak for; kept under its own name
 * @param urgentBacklog bytes that waited in its urgent lane when it last said so
 * @param ordinaryBacklog bytes that waited in its ordinary lane when it last said so
 * @param refused records it could not take itself, as it last said
 * @param lastHeard when it last said anything
 */
public record ForwarderHealth(
    String name,
    boolean connected,
    long received,
    long duplicates,
    long gaps,
    long foreign,
    long urgentBacklog,
    long ordinaryBacklog,
    long refused,
    Optional<Instant> lastHeard) {}
