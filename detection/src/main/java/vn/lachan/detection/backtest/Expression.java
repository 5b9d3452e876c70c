package vn.lachan.detection.backtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/** A query of the store while it is put together; may be made weaker, never stronger. */
sealed interface Expression {

  /** Every event. */
  record Everything() implements Expression {}

  /** No event. */
  record Nothing() implements Expression {}

  /** One condition as the store's query language writes it. */
  record Part(String text) implements Expression {}

  /** All of at least two, none of them of this kind. */
  record Every(List<Expression> parts) implements Expression {}

  /** One of at least two, none of them of this kind. */
  record Any(List<Expression> parts) implements Expression {}

  /** All of {@code parts}. */
  static Expression every(List<Expression> parts) {
    SequencedSet<Expression> flat = new LinkedHashSet<>();
    for (Expression part : parts) {
      switch (part) {
        case Everything _ -> {}
        case Nothing _ -> {
          return new Nothing();
        }
        case Every(List<Expression> inner) -> flat.addAll(inner);
        case Part _, Any _ -> flat.add(part);
      }
    }
    return switch (flat.size()) {
      case 0 -> new Everything();
      case 1 -> flat.getFirst();
      default -> new Every(List.copyOf(flat));
    };
  }

  /** One of {@code parts}. */
  static Expression any(List<Expression> parts) {
    SequencedSet<Expression> flat = new LinkedHashSet<>();
    for (Expression part : parts) {
      switch (part) {
        case Nothing _ -> {}
        case Everything _ -> {
          return new Everything();
        }
        case Any(List<Expression> inner) -> flat.addAll(inner);
        case Part _, Every _ -> flat.add(part);
      }
    }
    return switch (flat.size()) {
      case 0 -> new Nothing();
      case 1 -> flat.getFirst();
      default -> new Any(List.copyOf(flat));
    };
  }

  /** How many conditions it holds. */
  default int size() {
    return switch (this) {
      case Everything _, Nothing _, Part _ -> 1;
      case Every(List<Expression> parts) -> parts.stream().mapToInt(Expression::size).sum();
      case Any(List<Expression> parts) -> parts.stream().mapToInt(Expression::size).sum();
    };
  }

  private int depth() {
    return switch (this) {
      case Everything _, Nothing _, Part _ -> 1;
      case Every(List<Expression> parts) -> 1 + deepest(parts);
      case Any(List<Expression> parts) -> 1 + deepest(parts);
    };
  }

  private static int deepest(List<Expression> parts) {
    return parts.stream().mapToInt(Expression::depth).max().orElse(0);
  }

  /** Whether the store takes it. */
  default boolean fits(int maxParts, int maxLength) {
    return size() <= maxParts && depth() <= MAX_DEPTH && text().length() <= maxLength;
  }

  /** The store allows 32; a negation counts as well. */
  int MAX_DEPTH = 12;

  /** The same, or one that finds more and is small enough. */
  default Expression within(int maxParts, int maxLength) {
    if (fits(maxParts, maxLength)) {
      return this;
    }
    if (!(this instanceof Every(List<Expression> parts))) {
      return new Everything();
    }
    List<Expression> kept = new ArrayList<>();
    List<Expression> small =
        parts.stream().sorted(Comparator.comparingInt(Expression::size)).toList();
    for (Expression part : small) {
      kept.add(part);
      if (!every(kept).fits(maxParts, maxLength)) {
        kept.removeLast();
      }
    }
    return every(kept);
  }

  /** In the store's query language. */
  default String text() {
    return switch (this) {
      case Everything _ -> "*";
      case Nothing _ -> "NOT *";
      case Part(String text) -> text;
      case Every(List<Expression> parts) -> joined(parts, " AND ");
      case Any(List<Expression> parts) -> joined(parts, " OR ");
    };
  }

  private static String joined(List<Expression> parts, String between) {
    return parts.stream().map(Expression::text).collect(Collectors.joining(between, "(", ")"));
  }
}
