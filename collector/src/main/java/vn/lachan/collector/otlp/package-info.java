/**
 * Logs of OpenTelemetry: the protocol OTLP over HTTP and over gRPC.
 *
 * <p>Each log record becomes one raw log, a line of JSON that says all the record, its scope and
 * its resource say ({@link vn.lachan.collector.otlp.OtlpLines}); the dataset {@code otlp.logs}
 * reads it. Acknowledged is what would survive a crash of the machine, nothing else.
 */
@NullMarked
package vn.lachan.collector.otlp;

import org.jspecify.annotations.NullMarked;
