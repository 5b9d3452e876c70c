package vn.lachan.incidents.task;

/**
 * A unit above has to be told that an order is late.
 *
 * @param toUnit the unit to tell; empty for the province's coordinator
 * @param overdue true when the time to finish is over, false when nobody acknowledged
 */
public record OrderEscalation(Order order, String toUnit, boolean overdue) {}
