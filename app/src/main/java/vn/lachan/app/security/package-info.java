/** Who may sign in and what they may do. */
@NullMarked
package vn.lachan.app.security;

import org.jspecify.annotations.NullMarked;
