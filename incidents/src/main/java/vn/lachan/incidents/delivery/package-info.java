/**
 * Notices that leave the house, by mail and by webhook.
 *
 * <p>{@link vn.lachan.incidents.delivery.Courier} is the door. For each new notice of the inbox it
 * asks who is meant, what these people chose ({@link vn.lachan.incidents.delivery.NoticeChoices}),
 * and writes one row for each mail and webhook before anything is sent. Each row is then sent, with
 * pauses that grow, until the other side took it, refused it for good, or the attempts are used up.
 *
 * <p>What leaves is never what people wrote: {@link vn.lachan.incidents.delivery.NoticeText} knows
 * only the code of the incident, its severity, which clock, and where to look. Whether it may leave
 * at all say the labels of the incident.
 */
@NullMarked
package vn.lachan.incidents.delivery;

import org.jspecify.annotations.NullMarked;
