package vn.lachan.incidents.queue;

/**
 * What a bulk act did.
 *
 * @param changed how many rows
 * @param undo takes it back, as long as nothing newer happened to a row; only its author may
 */
public record Change(int changed, String undo) {}
