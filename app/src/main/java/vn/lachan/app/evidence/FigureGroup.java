package vn.lachan.app.evidence;

import java.time.Instant;
import java.util.List;
import vn.lachan.reports.Figure;
import vn.lachan.reports.Figure.Assessment;

/** Measures some figures of the compliance catalogue. */
interface FigureGroup {

  /** The figures as they are at {@code now}; each names where its records are. */
  List<Figure> measure(Instant now);

  /** A count that should be zero. */
  static Figure none(String id, String name, long count, String link) {
    return new Figure(
        id, name, String.valueOf(count), "0", count == 0 ? Assessment.MET : Assessment.UNMET, link);
  }

  /** A count that should reach {@code least}. */
  static Figure atLeast(String id, String name, long count, long least, String unit, String link) {
    Assessment assessment =
        count >= least ? Assessment.MET : count > 0 ? Assessment.PARTLY : Assessment.UNMET;
    return new Figure(id, name, count + unit, "≥ " + least + unit, assessment, link);
  }

  /** A share of {@code whole} that should reach {@code percent}. */
  static Figure share(
      String id, String name, long part, long whole, int percent, String link) {
    if (whole == 0) {
      return new Figure(
          id, name, "chưa có dữ liệu", "≥ " + percent + "%", Assessment.NO_DATA, link);
    }
    long reached = part * 100 / whole;
    Assessment assessment =
        reached >= percent ? Assessment.MET : reached > 0 ? Assessment.PARTLY : Assessment.UNMET;
    return new Figure(
        id,
        name,
        reached + "% (" + part + "/" + whole + ")",
        "≥ " + percent + "%",
        assessment,
        link);
  }
}
