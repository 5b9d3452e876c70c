/** Every setting of the platform, one record a section, with its default in one place. */
@NullMarked
package vn.lachan.app.settings;

import org.jspecify.annotations.NullMarked;
