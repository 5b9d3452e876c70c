package vn.lachan.registry;

/**
 * A person with an account on the protected systems.
 *
 * @param account account name, as it stands in the logs
 * @param unit code of the unit
 * @param position what they do, in Vietnamese
 * @param active false for those who left or moved away
 */
public record Official(String account, String unit, String position, boolean active) {}
