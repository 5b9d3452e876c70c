package vn.lachan.registry;

/**
 * An administrative procedure of the catalogue.
 *
 * @param code its national code, for example {@code 1.001193}
 * @param name full name
 * @param field field of work (lĩnh vực)
 * @param serviceLevel {@code toan_trinh}, {@code mot_phan} or {@code truc_tiep}
 * @param days working days until the result; 0 when it is not said
 */
public record Procedure(String code, String name, String field, String serviceLevel, int days) {}
