/** What is given away is tried as it is given away: packages, bundle, samples, boards. */
@NullMarked
package vn.lachan.app.deploy;

import org.jspecify.annotations.NullMarked;
