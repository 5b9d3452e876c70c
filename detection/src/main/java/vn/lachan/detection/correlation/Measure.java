package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.math.MathContext;
import vn.lachan.detection.sigma.SigmaCorrelation;

/** What is counted or computed over a stretch of a window, exactly. For one thread. */
interface Measure {

  void add(Entry entry);

  void remove(Entry entry);

  /**
   * What is measured.
   *
   * @param last the match with which the stretch ends
   */
  BigDecimal result(Entry last);

  /** An empty measure for a rule; ordered rules are not measured. */
  static Measure of(SigmaCorrelation rule) {
    return switch (rule.type()) {
      case EVENT_COUNT -> new Count();
      case VALUE_COUNT -> new Distinct(false);
      case TEMPORAL, TEMPORAL_ORDERED -> new Distinct(true);
      case VALUE_SUM -> new Sum(false);
      case VALUE_AVG -> new Sum(true);
      case VALUE_PERCENTILE, VALUE_MEDIAN ->
          rule.percentile().<Measure>map(Percentile::new).orElseGet(Share::new);
    };
  }

  /** How many. */
  final class Count implements Measure {
    private int count;

    @Override
    public void add(Entry entry) {
      count++;
    }

    @Override
    public void remove(Entry entry) {
      count--;
    }

    @Override
    public BigDecimal result(Entry last) {
      return BigDecimal.valueOf(count);
    }
  }

  /** How many different values, or rules. */
  final class Distinct implements Measure {
    private final boolean rules;
    private final Tally tally = new Tally();

    Distinct(boolean rules) {
      this.rules = rules;
    }

    private Object key(Entry entry) {
      return rules ? (Object) entry.position() : entry.value();
    }

    @Override
    public void add(Entry entry) {
      tally.add(key(entry));
    }

    @Override
    public void remove(Entry entry) {
      tally.remove(key(entry));
    }

    @Override
    public BigDecimal result(Entry last) {
      return BigDecimal.valueOf(tally.size());
    }
  }

  /** The sum or the average of numbers. */
  final class Sum implements Measure {
    private final boolean average;
    private BigDecimal sum = BigDecimal.ZERO;
    private int count;

    Sum(boolean average) {
      this.average = average;
    }

    @Override
    public void add(Entry entry) {
      sum = sum.add((BigDecimal) entry.value());
      count++;
    }

    @Override
    public void remove(Entry entry) {
      sum = sum.subtract((BigDecimal) entry.value());
      count--;
    }

    @Override
    public BigDecimal result(Entry last) {
      return average && count > 0
          ? sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64)
          : sum;
    }
  }

  /** A percentile of numbers, interpolated between its neighbours. */
  final class Percentile implements Measure {
    private final BigDecimal share;
    private final Ranks ranks = new Ranks();

    Percentile(BigDecimal percentile) {
      this.share = percentile.movePointLeft(2);
    }

    @Override
    public void add(Entry entry) {
      ranks.add((BigDecimal) entry.value());
    }

    @Override
    public void remove(Entry entry) {
      ranks.remove((BigDecimal) entry.value());
    }

    @Override
    public BigDecimal result(Entry last) {
      if (ranks.size() == 0) {
        return BigDecimal.ZERO;
      }
      BigDecimal rank = share.multiply(BigDecimal.valueOf(ranks.size() - 1L));
      BigDecimal low = ranks.get(rank.intValue());
      BigDecimal part = rank.remainder(BigDecimal.ONE);
      if (part.signum() == 0) {
        return low;
      }
      BigDecimal high = ranks.get(rank.intValue() + 1);
      return low.add(high.subtract(low).multiply(part), MathContext.DECIMAL64);
    }
  }

  /** How many percent of the matches have the value of the last one. */
  final class Share implements Measure {
    private final Tally tally = new Tally();
    private int count;

    @Override
    public void add(Entry entry) {
      tally.add(entry.value());
      count++;
    }

    @Override
    public void remove(Entry entry) {
      tally.remove(entry.value());
      count--;
    }

    @Override
    public BigDecimal result(Entry last) {
      return count == 0
          ? BigDecimal.ZERO
          : BigDecimal.valueOf(100L * tally.count(last.value()))
              .divide(BigDecimal.valueOf(count), MathContext.DECIMAL64);
    }
  }
}
