package vn.lachan.detection.correlation;

/**
 * What of a match is meant for this correlator, when several of them share the groups of the rules
 * among them.
 */
public interface Admission {
  /** Everything: nobody else has a share. */
  Admission ALL =
      new Admission() {
        @Override
        public boolean admits(int rule) {
          return true;
        }

        @Override
        public boolean admits(int rule, String[] group) {
          return true;
        }
      };

  /** Whether the rule with this index is to look at the match. */
  boolean admits(int rule);

  /** Whether the group with these values, not to be changed, is kept here. */
  boolean admits(int rule, String[] group);
}
