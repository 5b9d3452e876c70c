package vn.lachan.playbooks;

/**
 * Something wrong with a playbook.
 *
 * @param error whether it keeps the playbook from being run; otherwise a warning
 * @param code the word of the check that found it, for example {@code pointer-dangling}
 * @param pointer where, as JSON pointer; empty for the whole file
 * @param message what, in Vietnamese
 * @param english what, in English
 */
public record PlaybookProblem(
    boolean error, String code, String pointer, String message, String english) {}
