/**
 * Turns one raw line into the fields of an event, one parser per dataset.
 *
 * <p>A parser never throws because of what a line holds: it answers {@link
 * vn.lachan.collector.parser.ParseResult.Parsed} or {@link
 * vn.lachan.collector.parser.ParseResult.Unparsed} with the reason. Which raw field becomes which
 * event field is listed in {@code docs/formats/event-fields.md}.
 */
@NullMarked
package vn.lachan.collector.parser;

import org.jspecify.annotations.NullMarked;
