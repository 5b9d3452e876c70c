package vn.lachan.incidents;

/** With whom it may be shared (FIRST Traffic Light Protocol 2.0), most open first. */
public enum Tlp {
  CLEAR,
  GREEN,
  AMBER,
  AMBER_STRICT,
  RED
}
