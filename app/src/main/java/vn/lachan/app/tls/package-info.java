/** The platform's own certificate, made at the first start. */
@NullMarked
package vn.lachan.app.tls;

import org.jspecify.annotations.NullMarked;
