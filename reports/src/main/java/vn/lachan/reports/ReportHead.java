package vn.lachan.reports;

import java.time.LocalDate;

/**
 * What stands above a document.
 *
 * @param number number and symbol, for example {@code 12/BC-CAT}; empty to be filled in by hand
 * @param place where it is issued
 * @param day when
 */
public record ReportHead(String number, String place, LocalDate day) {}
