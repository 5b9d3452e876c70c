/**
 * The syslog protocols: message formats (RFC 5424, RFC 3164 and what devices make of it), framing
 * over streams (RFC 6587), and the time stamps found in logs.
 */
@NullMarked
package vn.lachan.collector.syslog;

import org.jspecify.annotations.NullMarked;
