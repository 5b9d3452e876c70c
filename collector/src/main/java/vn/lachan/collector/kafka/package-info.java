/**
 * Kafka as the hand-over from the inputs to detection: topics, the producer that acknowledges only
 * what all replicas have, and the reader of a consumer group.
 *
 * <p>What is in the topics is described in docs/formats/kafka-topics.md, why it is done this way in
 * docs/adr/020-kafka-with-plain-consumers.md.
 */
@NullMarked
package vn.lachan.collector.kafka;

import org.jspecify.annotations.NullMarked;
