/** What the platform can do on this machine, measured through its real inputs. */
@NullMarked
package vn.lachan.app.bench;

import org.jspecify.annotations.NullMarked;
