package vn.lachan.registry;

/** What kind of unit this is; thresholds and rights differ by kind. */
public enum UnitKind {
  /** The People's Committee of the province: owner of the systems, root of the tree. */
  PROVINCE,
  /** The provincial police, who coordinate the response. */
  POLICE,
  /** A department (sở) or the office of the People's Committee. */
  DEPARTMENT,
  /** The provincial one-stop centre, operator of the one-stop system. */
  PROVINCIAL_CENTRE,
  /** One of the 124 one-stop centres of the communes. */
  COMMUNE_CENTRE
}
