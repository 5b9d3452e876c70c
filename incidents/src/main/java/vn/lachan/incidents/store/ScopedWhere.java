package vn.lachan.incidents.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;
import vn.lachan.events.OrganizationScope;

/**
 * A condition that always begins with the organisation filter: the one place where a scope becomes
 * SQL. No query of this package that shows data to people is built without it.
 */
public final class ScopedWhere {
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, List<?>> lists = new LinkedHashMap<>();

  private ScopedWhere() {}

  /**
   * Starts a condition.
   *
   * @param within what must hold for a row of the scope; names the units as {@code <scope>}
   */
  static ScopedWhere of(OrganizationScope scope, String within) {
    ScopedWhere where = new ScopedWhere();
    switch (scope) {
      case OrganizationScope.Province() -> where.conditions.add("1 = 1");
      case OrganizationScope.Units(var codes) when codes.isEmpty() -> where.conditions.add("1 = 0");
      case OrganizationScope.Units(var codes) -> where.and("(" + within + ")").list("scope", codes);
    }
    return where;
  }

  /** Alerts: the organisation whose event it was. {@code item} is the alias of alert_item. */
  public static ScopedWhere alerts(OrganizationScope scope, String item) {
    return of(scope, item + ".organization in (<scope>)");
  }

  /** Incidents: the organisation it belongs to and the units called in. */
  public static ScopedWhere incidents(OrganizationScope scope, String incident) {
    return of(
        scope,
        incident
            + ".organization in (<scope>) or exists (select 1 from incident_unit u"
            + " where u.incident_id = "
            + incident
            + ".id and u.unit in (<scope>))");
  }

  /** Tasks: the unit they are addressed to. */
  public static ScopedWhere tasks(OrganizationScope scope, String task) {
    return of(scope, task + ".unit in (<scope>)");
  }

  public ScopedWhere and(String condition) {
    conditions.add(condition);
    return this;
  }

  public ScopedWhere value(String name, Object value) {
    values.put(name, value);
    return this;
  }

  public ScopedWhere list(String name, Collection<?> items) {
    lists.put(name, List.copyOf(items));
    return this;
  }

  public String sql() {
    return " where " + String.join(" and ", conditions) + " ";
  }

  public <S extends SqlStatement<S>> S bind(S statement) {
    values.forEach(statement::bind);
    lists.forEach((name, items) -> statement.bindList(name, items));
    return statement;
  }

  /** A copy to which more can be added. */
  public ScopedWhere copy() {
    ScopedWhere copy = new ScopedWhere();
    copy.conditions.addAll(conditions);
    copy.values.putAll(values);
    copy.lists.putAll(lists);
    return copy;
  }
}
