package vn.lachan.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import vn.lachan.events.EventPage.Cursor;
import vn.lachan.events.QuerySyntaxException.Code;

/**
 * The last event of a page, in the order newest first.
 *
 * @param timestamp its {@code @timestamp} in epoch milliseconds
 * @param id its {@link EventKey}
 */
record PageCursor(long timestamp, String id) {

  static PageCursor of(Event event) {
    return new PageCursor(TimeBounds.millis(event.timestamp()), EventKey.of(event.id()));
  }

  Cursor toCursor() {
    String text = timestamp + " " + id;
    return new Cursor(
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads a cursor that may have come out of a link somebody changed. */
  static PageCursor parse(Cursor cursor) {
    try {
      String text =
          new String(Base64.getUrlDecoder().decode(cursor.token()), StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      if (space > 0 && space < text.length() - 1) {
        return new PageCursor(Long.parseLong(text, 0, space, 10), text.substring(space + 1));
      }
    } catch (IllegalArgumentException e) {
      // falls through: neither base 64 nor a number is ours
    }
    throw new QuerySyntaxException(Code.CURSOR, "this is not a place in a list of events");
  }
}
