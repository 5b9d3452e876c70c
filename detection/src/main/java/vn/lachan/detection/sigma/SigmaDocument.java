package vn.lachan.detection.sigma;

/** One YAML document of a rule file: what it is, or why it cannot be used. */
public sealed interface SigmaDocument
    permits SigmaRule, SigmaCorrelation, SigmaFilter, SigmaProblem {}
