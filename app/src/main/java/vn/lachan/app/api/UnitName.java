package vn.lachan.app.api;

/** A unit as screens show it. */
record UnitName(String code, String name) {}
