/**
 * Work that somebody is asked to do: tasks of an incident, and the orders of the coordinator to
 * other units, with acknowledgement, result and escalation.
 */
@NullMarked
package vn.lachan.incidents.task;

import org.jspecify.annotations.NullMarked;
