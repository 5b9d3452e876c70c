/**
 * Where raw logs come from: syslog over UDP, TCP and TLS, RELP, Lumberjack, files, tables, and
 * NDJSON over HTTPS.
 *
 * <p>Every input bounds what a sender can make it keep in memory, counts what it drops or cuts, and
 * blocks (or, over UDP, drops visibly) when the journal cannot take more.
 */
@NullMarked
package vn.lachan.collector.input;

import org.jspecify.annotations.NullMarked;
