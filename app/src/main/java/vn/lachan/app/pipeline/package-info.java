/**
 * The product in reading order: a batch of raw logs becomes events, events are stored, rules look at
 * them, alerts join the queue.
 *
 * <p>{@link vn.lachan.app.pipeline.Pipeline} is that path as plain method calls; {@link
 * vn.lachan.app.pipeline.PipelineWorker} feeds it from the journal and makes checkpoints.
 */
@NullMarked
package vn.lachan.app.pipeline;

import org.jspecify.annotations.NullMarked;
