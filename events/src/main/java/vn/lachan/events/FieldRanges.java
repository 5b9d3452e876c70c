package vn.lachan.events;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.ZoneId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.Criterion.DateRange;
import vn.lachan.events.Criterion.DoubleRange;
import vn.lachan.events.Criterion.IpRange;
import vn.lachan.events.Criterion.LongRange;
import vn.lachan.events.FieldCriteria.Bounds;
import vn.lachan.events.QuerySyntaxException.Code;

/** Ranges with both ends included, made from the two ends as they were typed. */
final class FieldRanges {

  /** Nothing: the first is greater than the last. */
  private static final long NONE_FIRST = 1;

  private static final long NONE_LAST = 0;

  static LongRange whole(String field, Bounds bounds) {
    requireWhole(field, bounds.lower());
    requireWhole(field, bounds.upper());
    return wholeWithin(field, bounds);
  }

  private static void requireWhole(String field, @Nullable QueryWord bound) {
    if (bound != null && EcsSchema.number(bound.text()) == null) {
      throw notANumber(field, bound);
    }
  }

  /** The whole numbers within bounds that are numbers of any kind. */
  static LongRange wholeWithin(String field, Bounds bounds) {
    long first = Long.MIN_VALUE;
    long last = Long.MAX_VALUE;
    if (bounds.lower() != null) {
      Long exact = EcsSchema.wholeNumber(bounds.lower().text());
      if (exact == null) {
        first = (long) Math.ceil(requireNumber(field, bounds.lower()));
      } else if (!bounds.withLower() && exact == Long.MAX_VALUE) {
        return new LongRange(field, NONE_FIRST, NONE_LAST);
      } else {
        first = bounds.withLower() ? exact : exact + 1;
      }
    }
    if (bounds.upper() != null) {
      Long exact = EcsSchema.wholeNumber(bounds.upper().text());
      if (exact == null) {
        last = (long) Math.floor(requireNumber(field, bounds.upper()));
      } else if (!bounds.withUpper() && exact == Long.MIN_VALUE) {
        return new LongRange(field, NONE_FIRST, NONE_LAST);
      } else {
        last = bounds.withUpper() ? exact : exact - 1;
      }
    }
    return new LongRange(field, first, last);
  }

  static DoubleRange numbers(String field, Bounds bounds) {
    double first = Double.NEGATIVE_INFINITY;
    double last = Double.POSITIVE_INFINITY;
    if (bounds.lower() != null) {
      double lower = requireNumber(field, bounds.lower());
      first = bounds.withLower() ? lower : Math.nextUp(lower);
    }
    if (bounds.upper() != null) {
      double upper = requireNumber(field, bounds.upper());
      last = bounds.withUpper() ? upper : Math.nextDown(upper);
    }
    return new DoubleRange(field, first, last);
  }

  private static double requireNumber(String field, QueryWord bound) {
    Double number = EcsSchema.number(bound.text());
    if (number == null) {
      throw notANumber(field, bound);
    }
    return number;
  }

  private static QuerySyntaxException notANumber(String field, QueryWord bound) {
    return new QuerySyntaxException(
        Code.NUMBER, bound.position(), field + " holds numbers, and this is none: " + bound.text());
  }

  /** A bound such as {@code 2026-11-20} stands for the whole day. */
  static DateRange dates(String field, Bounds bounds, ZoneId zone) {
    long first = Long.MIN_VALUE;
    long last = Long.MAX_VALUE;
    if (bounds.lower() != null) {
      DateText lower = requireDate(field, bounds.lower(), zone);
      first = bounds.withLower() ? lower.from() : lower.to() + 1;
    }
    if (bounds.upper() != null) {
      DateText upper = requireDate(field, bounds.upper(), zone);
      last = bounds.withUpper() ? upper.to() : upper.from() - 1;
    }
    return new DateRange(field, first, last);
  }

  private static DateText requireDate(String field, QueryWord bound, ZoneId zone) {
    return DateText.parse(bound.text(), zone)
        .orElseThrow(() ->
            new QuerySyntaxException(
                Code.DATE,
                bound.position(),
                field
                    + " holds dates such as 2026-11-20 or 2026-11-20T08:00:00+07:00,"
                    + " and this is none: "
                    + bound.text()));
  }

  static IpRange addresses(String field, Bounds bounds) {
    InetAddress first = address(BigInteger.ZERO);
    InetAddress last = address(BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE));
    if (bounds.lower() != null) {
      IpText.Range lower = requireAddress(field, bounds.lower());
      first = bounds.withLower() ? lower.first() : neighbour(lower.last(), 1);
    }
    if (bounds.upper() != null) {
      IpText.Range upper = requireAddress(field, bounds.upper());
      last = bounds.withUpper() ? upper.last() : neighbour(upper.first(), -1);
    }
    return new IpRange(field, first, last);
  }

  private static IpText.Range requireAddress(String field, QueryWord bound) {
    return IpText.range(bound.text())
        .orElseThrow(() ->
            new QuerySyntaxException(
                Code.ADDRESS,
                bound.position(),
                field + " holds addresses, and this is none: " + bound.text()));
  }

  private static InetAddress neighbour(InetAddress address, int step) {
    return address(asSixteenBytes(address).add(BigInteger.valueOf(step)));
  }

  private static BigInteger asSixteenBytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16) {
      return new BigInteger(1, bytes);
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return new BigInteger(1, mapped);
  }

  /** The address of this number; the first or last one when it lies beyond. */
  private static InetAddress address(BigInteger number) {
    byte[] bytes = new byte[16];
    if (number.bitLength() > 128) {
      Arrays.fill(bytes, (byte) 0xff);
    } else if (number.signum() > 0) {
      byte[] digits = number.toByteArray();
      int length = Math.min(16, digits.length);
      System.arraycopy(digits, digits.length - length, bytes, 16 - length, length);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
  }

  private FieldRanges() {}
}
