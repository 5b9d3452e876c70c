/**
 * What leaves the house: incident reports, drill minutes, the compliance report.
 *
 * <p>A {@link vn.lachan.reports.ReportForm} is data: an administrator changes the wording without a
 * programmer. {@link vn.lachan.reports.ReportContent} turns what the platform knows into named
 * values; {@link vn.lachan.reports.PdfReportWriter} lays both out as Decree 30/2020 asks.
 */
@NullMarked
package vn.lachan.reports;

import org.jspecify.annotations.NullMarked;
