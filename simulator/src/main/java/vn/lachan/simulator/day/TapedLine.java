package vn.lachan.simulator.day;

import vn.lachan.simulator.send.LogLine;

/**
 * A line with what it belongs to.
 *
 * @param line the line
 * @param attack index of the planted attack it is part of, -1 for an ordinary line
 */
public record TapedLine(LogLine line, int attack) {}
