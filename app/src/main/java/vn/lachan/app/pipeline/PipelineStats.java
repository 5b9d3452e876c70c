package vn.lachan.app.pipeline;

import java.time.Duration;
import java.util.Optional;

/**
 * How the pipeline is doing; counts are since it was started.
 *
 * @param parsed logs that were understood
 * @param unparsed logs kept as pipeline errors
 * @param stored events handed to the store
 * @param alerts alerts found
 * @param failures events on which a rule failed; each is in the program's log
 * @param sinceLastEvent how long ago the last event that was looked at had been received
 * @param problem what keeps it from going on, if anything does
 */
public record PipelineStats(
    long parsed,
    long unparsed,
    long stored,
    long alerts,
    long failures,
    Duration sinceLastEvent,
    Optional<String> problem) {}
