package vn.lachan.incidents;

import java.time.Instant;

/**
 * That an incident touches state secrets: the fact, and where on paper the content is.
 *
 * @param reference number and sign of the paper document
 * @param by who said so
 */
public record StateSecret(PaperReference reference, Instant since, String by) {}
