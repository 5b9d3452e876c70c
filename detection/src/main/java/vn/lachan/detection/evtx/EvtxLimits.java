package vn.lachan.detection.evtx;

/**
 * How much one record may ask of the reader. A record that wants more is reported as damaged;
 * without these bounds a made-up file of 64 KiB could ask for years of work.
 *
 * @param depth elements, templates and embedded documents inside one another
 * @param nodes elements, attributes, texts and holes that a record may have once its templates are
 *     filled
 * @param characters of text that a record may have once its templates are filled; an item of an
 *     array counts as one more
 * @param nameCharacters of the name of an element or attribute
 */
public record EvtxLimits(int depth, int nodes, int characters, int nameCharacters) {
  /** Several times what the largest possible honest record (64 KiB) needs. */
  public static final EvtxLimits DEFAULT = new EvtxLimits(64, 1 << 14, 1 << 18, 1024);

  public EvtxLimits {
    if (depth < 1 || nodes < 1 || characters < 1 || nameCharacters < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: depth "
              + depth
              + ", nodes "
              + nodes
              + ", characters "
              + characters
              + ", name characters "
              + nameCharacters);
    }
  }
}
