package vn.lachan.detection.rulebook;

/**
 * How a set of rules is to be taken in.
 *
 * @param set name of the set, for example {@code SigmaHQ}; the same name again is an update
 * @param licence shown with each of its rules
 * @param enable whether the rules that can run shall run at once
 * @param reason why they may run without tests of their own; wanted when {@code enable}
 * @param retireMissing whether rules of the set that are not there any more are retired
 */
public record ImportRequest(
    String set, String licence, boolean enable, String reason, boolean retireMissing) {}
