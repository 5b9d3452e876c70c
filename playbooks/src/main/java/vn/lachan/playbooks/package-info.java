/** Incidents in, agreed steps out: run and recorded (CACAO 2.0). */
@NullMarked
package vn.lachan.playbooks;

import org.jspecify.annotations.NullMarked;
