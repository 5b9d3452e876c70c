/**
 * How the rooms of incidents keep their rows: transactions, the scope under every query, and the
 * rows of incidents and their timelines. {@link vn.lachan.incidents.store.Transactions} is for the
 * modules above, too; nothing else is.
 */
@NullMarked
package vn.lachan.incidents.store;

import org.jspecify.annotations.NullMarked;
