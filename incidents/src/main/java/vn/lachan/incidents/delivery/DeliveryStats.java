package vn.lachan.incidents.delivery;

/**
 * How deliveries stand, over all time.
 *
 * @param waiting not sent yet, those under way included
 * @param refused kept back by the labels of an incident
 * @param givenUp refused by the other side, or out of attempts
 */
public record DeliveryStats(long waiting, long sent, long refused, long givenUp) {}
