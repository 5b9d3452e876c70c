/**
 * Log lines on their way to the platform, by the protocols that real machines use: syslog over UDP,
 * TCP and TLS, HTTPS, and files. Knows nothing of what the lines tell.
 */
@NullMarked
package vn.lachan.simulator.send;

import org.jspecify.annotations.NullMarked;
