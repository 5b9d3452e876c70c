/**
 * A tool that plays a day of the province against a running platform: seeded, with attacks hidden
 * in it, over the same protocols that real machines use. It knows nothing of the platform but its
 * registry and its ports.
 *
 * <p>{@link vn.lachan.simulator.Plan} says what to play, {@link vn.lachan.simulator.send.Senders}
 * where to send it, {@link vn.lachan.simulator.Simulation} does it and returns the attacks, to be
 * compared with the alerts that came of them.
 */
@NullMarked
package vn.lachan.simulator;

import org.jspecify.annotations.NullMarked;
