/**
 * Agreed steps, run and recorded.
 *
 * <p>{@link vn.lachan.playbooks.PlaybookLibrary} holds the playbooks, {@link
 * vn.lachan.playbooks.PlaybookEngine} runs them for an incident. A run survives the death of the
 * process at any point: each step is a row in the database, written before anything is done, and a
 * call whose outcome nobody saw is either safe to repeat or given to a person to decide.
 */
@NullMarked
package vn.lachan.playbooks;

import org.jspecify.annotations.NullMarked;
