/** Quartz rings the bells: backups, drills, retention, silent sources, alerts put off, playbooks. */
@NullMarked
package vn.lachan.app.schedule;

import org.jspecify.annotations.NullMarked;
