/** The platform backs itself up: its database while it runs and while it rests, and back again. */
@NullMarked
package vn.lachan.app.selfbackup;

import org.jspecify.annotations.NullMarked;
