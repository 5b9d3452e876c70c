package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import vn.lachan.detection.sigma.SigmaCorrelation;

/** What is counted or computed over a stretch of a window. For one thread. */
interface Measure {

  void add(Window window, int i);

  void remove(Window window, int i);

  BigDecimal result();

  /** An empty measure for a rule; ordered rules are not measured. */
  static Measure of(SigmaCorrelation rule) {
    return switch (rule.type()) {
      case EVENT_COUNT -> new Count();
      case VALUE_COUNT -> new Distinct(false);
      case TEMPORAL, TEMPORAL_ORDERED -> new Distinct(true);
      case VALUE_SUM -> new Sum(false);
      case VALUE_AVG -> new Sum(true);
      case VALUE_PERCENTILE, VALUE_MEDIAN -> new Percentile(rule.percentile());
    };
  }

  /** How many. */
  final class Count implements Measure {
    private int count;

    @Override
    public void add(Window window, int i) {
      count++;
    }

    @Override
    public void remove(Window window, int i) {
      count--;
    }

    @Override
    public BigDecimal result() {
      return BigDecimal.valueOf(count);
    }
  }

  /** How many different values, or rules. */
  final class Distinct implements Measure {
    private final boolean rules;
    private final Map<Object, Integer> counts = new HashMap<>();

    Distinct(boolean rules) {
      this.rules = rules;
    }

    private Object key(Window window, int i) {
      return rules ? (Object) window.position(i) : window.value(i);
    }

    @Override
    public void add(Window window, int i) {
      counts.merge(key(window, i), 1, Integer::sum);
    }

    @Override
    public void remove(Window window, int i) {
      counts.computeIfPresent(key(window, i), (_, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public BigDecimal result() {
      return BigDecimal.valueOf(counts.size());
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
    public void add(Window window, int i) {
      sum = sum.add(new BigDecimal(window.value(i)));
      count++;
    }

    @Override
    public void remove(Window window, int i) {
      sum = sum.subtract(new BigDecimal(window.value(i)));
      count--;
    }

    @Override
    public BigDecimal result() {
      return average && count > 0
          ? sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64)
          : sum;
    }
  }

  /** A percentile of numbers, interpolated between its neighbours. */
  final class Percentile implements Measure {
    private final BigDecimal share;
    private final TreeMap<BigDecimal, Integer> counts = new TreeMap<>();
    private int count;

    Percentile(BigDecimal percentile) {
      this.share = percentile.movePointLeft(2);
    }

    @Override
    public void add(Window window, int i) {
      counts.merge(new BigDecimal(window.value(i)), 1, Integer::sum);
      count++;
    }

    @Override
    public void remove(Window window, int i) {
      BigDecimal value = new BigDecimal(window.value(i));
      counts.computeIfPresent(value, (_, times) -> times == 1 ? null : times - 1);
      count--;
    }

    @Override
    public BigDecimal result() {
      if (count == 0) {
        return BigDecimal.ZERO;
      }
      BigDecimal rank = share.multiply(BigDecimal.valueOf(count - 1L));
      BigDecimal low = at(rank.intValue());
      BigDecimal part = rank.remainder(BigDecimal.ONE);
      return part.signum() == 0
          ? low
          : low.add(at(rank.intValue() + 1).subtract(low).multiply(part), MathContext.DECIMAL64);
    }

    private BigDecimal at(int place) {
      int seen = 0;
      for (Map.Entry<BigDecimal, Integer> entry : counts.entrySet()) {
        seen += entry.getValue();
        if (seen > place) {
          return entry.getKey();
        }
      }
      return counts.lastKey();
    }
  }
}
