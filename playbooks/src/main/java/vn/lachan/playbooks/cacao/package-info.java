/**
 * The format: CACAO Security Playbooks v2.0 (OASIS Committee Specification 01, 27 November 2023).
 *
 * <p>{@link vn.lachan.playbooks.cacao.CacaoParser} reads a playbook and says what is wrong with it.
 * What it does not know it keeps: the original JSON stays beside the typed view.
 */
@NullMarked
package vn.lachan.playbooks.cacao;

import org.jspecify.annotations.NullMarked;
