package vn.lachan.detection;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import vn.lachan.detection.baseline.Deviation;
import vn.lachan.detection.sigma.SigmaBaseline;

/** Says in Vietnamese what is not as usual. */
final class BaselineWords {

  static String sentence(SigmaBaseline what, Deviation deviation) {
    String measured = plain(deviation.measured());
    String within = " trong kỳ " + AlertWriter.span(what.period());
    String limit = " (ngưỡng học được " + plain(deviation.limit()) + ")";
    return switch (what.kind()) {
      case COUNT -> measured + " sự kiện" + within + limit;
      case DISTINCT ->
          "khoảng " + measured + " giá trị khác nhau của " + what.field() + within + limit;
      case SUM -> "tổng " + what.field() + " là " + measured + within + limit;
      case VALUE -> what.field() + " = " + measured + limit;
      case FIRST_SEEN ->
          "giá trị " + what.field() + " chưa từng thấy (đã biết " + measured + " giá trị)";
      case REAPPEARS -> "trở lại sau " + span(deviation.measured());
      case SILENCE ->
          "im lặng "
              + span(deviation.measured())
              + hours(what)
              + " (giới hạn "
              + span(deviation.limit())
              + ")";
      case MISSING ->
          "không có “" + what.closes() + "” sau " + span(deviation.limit()) + hours(what);
    };
  }

  private static String hours(SigmaBaseline what) {
    return switch (what.hours()) {
      case WORKING -> " giờ làm việc";
      case OFF -> " ngoài giờ";
      case ALL, SPLIT -> "";
    };
  }

  private static String span(double milliseconds) {
    Duration exact = Duration.ofMillis((long) milliseconds);
    Duration rounded =
        exact.compareTo(Duration.ofDays(2)) >= 0 ? Duration.ofDays(exact.toDays()) : exact;
    return AlertWriter.span(rounded);
  }

  /** At most six digits, without exponent. */
  static String plain(double number) {
    BigDecimal exact = new BigDecimal(number);
    return number == Math.rint(number)
        ? exact.toPlainString()
        : exact.round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  private BaselineWords() {}
}
