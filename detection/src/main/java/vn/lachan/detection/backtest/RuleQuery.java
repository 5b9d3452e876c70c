package vn.lachan.detection.backtest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.lachan.detection.match.LiteralGuard;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.Texts;
import vn.lachan.detection.sigma.Detection;
import vn.lachan.detection.sigma.LogSource;
import vn.lachan.detection.sigma.SigmaRule;
import vn.lachan.detection.sigma.TextPattern;
import vn.lachan.detection.sigma.ValueTest;
import vn.lachan.events.EcsField;
import vn.lachan.events.EventStore;

/**
 * Turns a rule into a query of the event store that finds at least every event that the rule
 * matches. What the query language cannot say is left out, so that it finds more: keywords,
 * comparisons (only that the field is there), negations.
 *
 * <p>Three kinds of events need a way around the index: those of which a value was too long to be
 * indexed whole ({@link EventStore#PARTLY}); those with a {@code Channel}, whose field names lose
 * their spaces only when rules look at them; and those of which a field is called otherwise in some
 * log source. Each is let in.
 */
public final class RuleQuery {
  private static final int MOST_PARTS = 80;
  private static final int LONGEST = 2_600;
  private static final int MOST_SOURCES = 40;
  private static final int LONGEST_SOURCES = 1_200;
  private static final String CHANNEL = "Channel";

  private final LogSources logSources;

  public RuleQuery(LogSources logSources) {
    this.logSources = logSources;
  }

  /** For the log sources that come with the platform. */
  public static RuleQuery standard() {
    return new RuleQuery(LogSources.standard());
  }

  /** The query's text; {@code *} when only the engine can tell. */
  public String of(SigmaRule rule) {
    Expression plain = detection(rule.detection(), false);
    Expression spaced = detection(rule.detection(), true);
    Expression partly = FieldQuery.present(EventStore.PARTLY);
    Expression channel = FieldQuery.present(CHANNEL);
    if (rule.logSource().equals(new LogSource("", "", ""))) {
      return Expression.any(List.of(plain, partly, Expression.every(List.of(channel, spaced))))
          .text();
    }
    Expression elsewhere = sources(rule.logSource(), false);
    Expression windows = sources(rule.logSource(), true);
    return Expression.any(
            List.of(
                Expression.every(
                    List.of(elsewhere, Expression.any(List.of(plain, partly, channel)))),
                Expression.every(List.of(windows, Expression.any(List.of(spaced, partly))))))
        .text();
  }

  private Expression detection(Detection detection, boolean spaced) {
    Expression exact = over(detection, false, spaced);
    if (exact.fits(MOST_PARTS, LONGEST)) {
      return exact;
    }
    return over(shortened(detection), false, spaced).within(MOST_PARTS, LONGEST);
  }

  /** Long lists of values of one field only say that the field is there. */
  private static Detection shortened(Detection detection) {
    return switch (detection) {
      case Detection.All(List<Detection> parts) ->
          new Detection.All(parts.stream().map(RuleQuery::shortened).toList());
      case Detection.Any(List<Detection> parts) when isLongList(parts) ->
          new Detection.Field(
              ((Detection.Field) parts.getFirst()).name(), new ValueTest.Exists(true));
      case Detection.Any(List<Detection> parts) ->
          new Detection.Any(parts.stream().map(RuleQuery::shortened).toList());
      case Detection.Not _, Detection.Field _, Detection.Keyword _ -> detection;
    };
  }

  private static boolean isLongList(List<Detection> parts) {
    Set<String> names = new LinkedHashSet<>();
    for (Detection part : parts) {
      if (!(part instanceof Detection.Field(String name, ValueTest test)) || fitsNothing(test)) {
        return false;
      }
      names.add(name);
    }
    return parts.size() > 8 && names.size() == 1;
  }

  /** Whether an event without the field may pass. */
  private static boolean fitsNothing(ValueTest test) {
    return switch (test) {
      case ValueTest.Text(TextPattern pattern, _) ->
          !pattern.hasWildcards() && pattern.literalText().isEmpty();
      case ValueTest.Null _ -> true;
      case ValueTest.Exists(boolean expected) -> !expected;
      case ValueTest.Regex _,
          ValueTest.Numeric _,
          ValueTest.Bool _,
          ValueTest.Compared _,
          ValueTest.InNetwork _,
          ValueTest.SameAs _,
          ValueTest.TimePart _ ->
          false;
    };
  }

  private Expression over(Detection detection, boolean negated, boolean spaced) {
    return switch (detection) {
      case Detection.All(List<Detection> parts) -> joined(parts, negated, !negated, spaced);
      case Detection.Any(List<Detection> parts) -> joined(parts, negated, negated, spaced);
      case Detection.Not(Detection part) -> over(part, !negated, spaced);
      case Detection.Field(String name, ValueTest test) ->
          negated ? negatedField(name, test, spaced) : field(name, test, spaced);
      case Detection.Keyword _ -> new Expression.Everything();
    };
  }

  private Expression joined(List<Detection> parts, boolean negated, boolean all, boolean spaced) {
    List<Expression> each = parts.stream().map(part -> over(part, negated, spaced)).toList();
    return all ? Expression.every(each) : Expression.any(each);
  }

  private Expression negatedField(String name, ValueTest test, boolean spaced) {
    return switch (test) {
      case ValueTest.Null _ -> present(name, spaced);
      case ValueTest.Exists(boolean expected) ->
          expected ? FieldQuery.absent(name) : present(name, spaced);
      case ValueTest.Text _,
          ValueTest.Regex _,
          ValueTest.Numeric _,
          ValueTest.Bool _,
          ValueTest.Compared _,
          ValueTest.InNetwork _,
          ValueTest.SameAs _,
          ValueTest.TimePart _ ->
          new Expression.Everything();
    };
  }

  private Expression field(String name, ValueTest test, boolean spaced) {
    return switch (test) {
      case ValueTest.Text text when fitsNothing(text) -> new Expression.Everything();
      case ValueTest.Text(TextPattern pattern, _) -> like(name, pattern, spaced);
      case ValueTest.Numeric(BigDecimal value, String written) ->
          Expression.any(
              List.of(
                  like(name, TextPattern.literal(Texts.canonical(value)), spaced),
                  like(name, TextPattern.literal(written), spaced)));
      case ValueTest.Bool(boolean value) ->
          like(name, TextPattern.literal(String.valueOf(value)), spaced);
      case ValueTest.Regex regex -> {
        List<TextPattern.Token> tokens = new ArrayList<>();
        tokens.add(TextPattern.Wildcard.ANY);
        tokens.add(new TextPattern.Literal(LiteralGuard.of(regex.pattern().pattern())));
        tokens.add(TextPattern.Wildcard.ANY);
        yield like(name, new TextPattern(tokens), spaced);
      }
      case ValueTest.Null _ -> FieldQuery.absent(name);
      case ValueTest.Exists(boolean expected) ->
          expected ? present(name, spaced) : FieldQuery.absent(name);
      case ValueTest.Compared _, ValueTest.InNetwork _, ValueTest.SameAs _, ValueTest.TimePart _ ->
          present(name, spaced);
    };
  }

  private Expression like(String field, TextPattern pattern, boolean spaced) {
    return named(field, spaced, name -> FieldQuery.like(name, pattern));
  }

  private Expression present(String field, boolean spaced) {
    return named(field, spaced, FieldQuery::present);
  }

  /** One of the names that some log source has for the field. */
  private Expression named(
      String field, boolean spaced, java.util.function.Function<String, Expression> condition) {
    Set<String> names = new LinkedHashSet<>();
    names.add(field);
    logSources
        .routes()
        .forEach(route -> names.addAll(route.mapping().names().getOrDefault(field, List.of())));
    List<Expression> each = new ArrayList<>();
    names.forEach(name -> each.add(condition.apply(name)));
    if (spaced && !field.equals(CHANNEL)) {
      each.add(FieldQuery.absent(field));
    }
    return Expression.any(each);
  }

  /** Events that may be of the log source, by routes with or without a channel. */
  private Expression sources(LogSource wanted, boolean channel) {
    List<Expression> each = new ArrayList<>();
    List<Expression> roughly = new ArrayList<>();
    for (LogSources.Route route : logSources.routes()) {
      if (route.when().containsKey(CHANNEL) == channel && mayBe(wanted, route.source())) {
        each.add(Expression.every(conditions(route, wanted, channel)));
        String first =
            channel ? CHANNEL : route.when().keySet().stream().findFirst().orElse(CHANNEL);
        roughly.add(FieldQuery.present(first));
      }
    }
    if (!channel) {
      each.add(byDataset(wanted));
      roughly.add(byDataset(wanted));
    }
    Expression exact = Expression.any(each);
    return exact.fits(MOST_SOURCES, LONGEST_SOURCES) ? exact : Expression.any(roughly);
  }

  private static boolean mayBe(LogSource wanted, LogSource actual) {
    return mayBe(wanted.product(), actual.product())
        && mayBe(wanted.category(), actual.category())
        && mayBe(wanted.service(), actual.service());
  }

  private static boolean mayBe(String wanted, String actual) {
    return wanted.isEmpty() || wanted.equals(actual) || actual.startsWith("${");
  }

  private List<Expression> conditions(LogSources.Route route, LogSource wanted, boolean channel) {
    List<Expression> conditions = new ArrayList<>();
    for (Map.Entry<String, List<String>> condition : route.when().entrySet()) {
      List<Expression> values = new ArrayList<>();
      for (String value : condition.getValue()) {
        values.add(own(condition.getKey(), beginning(value), channel));
      }
      conditions.add(Expression.any(values));
    }
    filled(route.source().product(), wanted.product(), channel, conditions);
    filled(route.source().category(), wanted.category(), channel, conditions);
    filled(route.source().service(), wanted.service(), channel, conditions);
    return conditions;
  }

  private static void filled(
      String part, String wanted, boolean channel, List<Expression> conditions) {
    if (part.startsWith("${") && !wanted.isEmpty()) {
      String field = part.substring(2, part.length() - 1);
      conditions.add(own(field, TextPattern.literal(wanted), channel));
    }
  }

  /** Routes look at fields under their own name only. */
  private static Expression own(String field, TextPattern pattern, boolean channel) {
    Expression condition = FieldQuery.like(field, pattern);
    return channel && !field.equals(CHANNEL)
        ? Expression.any(List.of(condition, FieldQuery.absent(field)))
        : condition;
  }

  private static TextPattern beginning(String value) {
    return value.endsWith("*")
        ? new TextPattern(
            List.of(
                new TextPattern.Literal(value.substring(0, value.length() - 1)),
                TextPattern.Wildcard.ANY))
        : TextPattern.literal(value);
  }

  /** {@code a.b} is product a, service b or a.b, when no route knows better. */
  private static Expression byDataset(LogSource wanted) {
    if (!wanted.category().isEmpty()) {
      return new Expression.Nothing();
    }
    List<TextPattern> datasets = new ArrayList<>();
    String product = wanted.product();
    String service = wanted.service();
    if (service.isEmpty()) {
      datasets.add(beginning(product + ".*"));
    } else {
      datasets.add(TextPattern.literal(service));
      datasets.add(
          product.isEmpty()
              ? new TextPattern(
                  List.of(TextPattern.Wildcard.ANY, new TextPattern.Literal("." + service)))
              : TextPattern.literal(product + "." + service));
    }
    return Expression.any(
        datasets.stream()
            .map(dataset -> FieldQuery.like(EcsField.EVENT_DATASET, dataset))
            .toList());
  }
}
