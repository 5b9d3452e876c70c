package vn.lachan.collector.parser;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import vn.lachan.collector.privacy.CitizenToken;
import vn.lachan.collector.syslog.Timestamps;

/**
 * Reads one JSON object into a draft by a {@link FieldTable}, in one pass over the bytes. Keys that
 * are not in the table are kept as {@code labels.*}, up to a bound. One instance reads one line.
 */
final class TableReader {
  private static final int MAX_LABELS = 32;
  private static final int MAX_LIST = 64;
  private static final int MAX_LABEL_TEXT = 1_024;

  private final LogLine line;
  private final EventDraft draft;
  private final Map<String, String> own = new HashMap<>(8);
  private int base;
  private int labels;

  TableReader(LogLine line, EventDraft draft) {
    this.line = line;
    this.draft = draft;
  }

  /** Values of keys the table leaves to the parser. */
  String own(String key) {
    return own.getOrDefault(key, "");
  }

  /** Reads the object between two bytes; returns why it could not, or null when it could. */
  @Nullable String read(FieldTable table, int from, int to) {
    base = from;
    try (JsonParser json = Json.open(line.bytes(), from, to)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return "not a JSON object";
      }
      object(json, table, "");
      return json.nextToken() == null ? null : "something follows the JSON object";
    } catch (JacksonException e) {
      return "broken JSON: " + Json.reason(e);
    }
  }

  private void object(JsonParser json, @Nullable FieldTable table, String prefix) {
    String key = json.nextName();
    while (key != null) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_OBJECT) {
        FieldTable group = table == null ? null : table.group(key);
        object(json, group, prefix.isEmpty() ? key : prefix + "." + key);
      } else {
        FieldTable.Target target = table == null ? null : table.target(key);
        if (target == null) {
          label(json, prefix.isEmpty() ? key : prefix + "." + key);
        } else if (token == JsonToken.START_ARRAY) {
          array(json, target);
        } else if (token != JsonToken.VALUE_NULL) {
          scalar(json, target);
        }
      }
      key = json.nextName();
    }
  }

  private void array(JsonParser json, FieldTable.Target target) {
    List<String> values = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != null && token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
        json.skipChildren();
      } else if (values.size() < MAX_LIST && token != JsonToken.VALUE_NULL) {
        values.add(json.getString());
      }
    }
    if (target.kind() == FieldTable.Kind.TEXTS || target.kind() == FieldTable.Kind.TEXT) {
      draft.put(target.field(), values.isEmpty() ? null : List.copyOf(values));
    } else if (!values.isEmpty()) {
      draft.tag("bad_value");
    }
  }

  private void scalar(JsonParser json, FieldTable.Target target) {
    switch (target.kind()) {
      case TEXT -> draft.put(target.field(), json.getString());
      case LOWER -> draft.put(target.field(), json.getString().toLowerCase(Locale.ROOT));
      case WHOLE -> whole(json, target.field(), 1);
      case MILLIS -> whole(json, target.field(), 1_000_000);
      case DATE -> date(json.getString(), target.field());
      case TEXTS -> draft.put(target.field(), List.of(json.getString()));
      case ADDRESS -> address(json.getString(), target.field());
      case URL -> Values.putUrl(draft, json.getString());
      case FILE_NAME -> fileName(json.getString());
      case SECRET -> secret(json, target);
      case SUBJECT -> subject(json);
      case PERSON -> person(json, target);
      case OWN -> own.put(target.key(), json.getString());
    }
  }

  private void whole(JsonParser json, String field, long factor) {
    String text = json.getString();
    try {
      double value =
          json.currentToken() == JsonToken.VALUE_NUMBER_INT && text.length() <= 12
              ? json.getLongValue()
              : Double.parseDouble(text.strip());
      double scaled = value * factor;
      if (Math.abs(scaled) <= 9e18 && (factor > 1 || Math.rint(scaled) == scaled)) {
        draft.put(
            field,
            factor == 1 && text.length() > 12 && text.length() < 19 && isDigits(text)
                ? Long.parseLong(text)
                : Math.round(scaled));
        return;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    draft.tag("bad_value");
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private void date(String text, String field) {
    Instant instant = Timestamps.parse(text, line.received(), line.zone());
    draft.put(field, instant == null ? text : instant.toString());
  }

  private void address(String text, String side) {
    Values.putAddress(draft, side, text);
    if (!text.isBlank() && !draft.has(side + ".ip")) {
      draft.tag("bad_address");
    }
  }

  private void fileName(String name) {
    draft.put("file.name", name);
    int dot = name.lastIndexOf('.');
    if (dot >= 0 && dot + 1 < name.length() && name.length() - dot <= 16) {
      draft.put("file.extension", name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
  }

  private void secret(JsonParser json, FieldTable.Target target) {
    String value = json.getString();
    if (!value.isEmpty()) {
      String hash =
          value.startsWith("hmac:") ? value : line.pseudonymizer().hash(target.purpose(), value);
      draft.put(target.field(), hash);
      hide(json, hash);
    }
  }

  private void subject(JsonParser json) {
    String value = json.getString().strip();
    if (value.isEmpty()) {
      return;
    }
    Optional<CitizenToken> token = CitizenToken.find(value);
    if (token.isEmpty()) {
      token = line.pseudonymizer().token(value);
      token.ifPresent(t -> hide(json, t.text()));
    }
    if (token.isPresent()) {
      Values.putSubject(draft, token.get());
    } else {
      String hash = line.pseudonymizer().hash("subject", value);
      draft.put("dvc.subject.id_hash", hash);
      draft.put("dvc.subject.id_masked", value.substring(0, Math.min(2, value.length())) + "*****");
      hide(json, hash);
    }
  }

  private void person(JsonParser json, FieldTable.Target target) {
    String value = json.getString();
    if (!value.isEmpty()) {
      String hash = Values.personHash(line, target.purpose(), value);
      draft.put(target.field(), hash);
      if (CitizenToken.find(value).isEmpty()) {
        hide(json, hash);
      }
    }
  }

  /** Remembers that the value the parser stands on must not be kept as it is. */
  private void hide(JsonParser json, String shown) {
    boolean quoted = json.currentToken() == JsonToken.VALUE_STRING;
    int from = base + (int) json.currentTokenLocation().getByteOffset();
    int to = base + (int) json.currentLocation().getByteOffset();
    draft.secret(from, to, quoted || !shown.isEmpty() ? '"' + shown + '"' : shown);
  }

  private void label(JsonParser json, String key) {
    if (json.currentToken().isStructStart()) {
      json.skipChildren();
      return;
    }
    String value = Json.text(json);
    if (labels < MAX_LABELS && key.length() <= 100 && !value.isEmpty()) {
      labels++;
      draft.put(
          "labels." + key,
          value.length() > MAX_LABEL_TEXT ? value.substring(0, MAX_LABEL_TEXT) : value);
    } else if (!value.isEmpty()) {
      draft.tag("fields_cut");
    }
  }
}
