/**
 * The event and the store that keeps and searches it.
 *
 * <p>An {@link vn.lachan.events.Event} is a flat map from ECS field names to values. An {@link
 * vn.lachan.events.EventStore} keeps events and answers an {@link vn.lachan.events.EventQuery};
 * every query carries the {@link vn.lachan.events.OrganizationScope} of the one who asks.
 */
@NullMarked
package vn.lachan.events;

import org.jspecify.annotations.NullMarked;
