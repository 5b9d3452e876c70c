/**
 * Forms that are filled from an incident, edited by people and then signed: {@link
 * vn.lachan.reports.draft.FormDrafts} is the door.
 */
@NullMarked
package vn.lachan.reports.draft;

import org.jspecify.annotations.NullMarked;
