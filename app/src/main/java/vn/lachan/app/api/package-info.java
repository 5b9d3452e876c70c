/** The HTTP API under /api: thin controllers over the modules, one place for errors. */
@NullMarked
package vn.lachan.app.api;

import org.jspecify.annotations.NullMarked;
