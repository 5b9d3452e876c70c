/** What happens now, pushed to the screens that are open. */
@NullMarked
package vn.lachan.app.live;

import org.jspecify.annotations.NullMarked;
