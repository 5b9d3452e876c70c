package vn.lachan.events;

import java.util.Objects;

/**
 * What to look for.
 *
 * @param text Lucene query syntax over ECS names, for example {@code event.action:dang_nhap AND
 *     source.ip:10.60.0.0\/16}; bare words search the message; empty for everything
 * @param range limits {@code @timestamp}
 * @param scope what the one who asks may see; always applied
 */
public record EventQuery(String text, TimeRange range, OrganizationScope scope) {
  public EventQuery {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(range, "range");
    Objects.requireNonNull(scope, "scope");
  }
}
