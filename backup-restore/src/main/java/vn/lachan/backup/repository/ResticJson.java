package vn.lachan.backup.repository;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON habits of restic's documents: snake case, absent instead of null, unknown keys ignored
 * so that documents of later versions can be read.
 */
public final class ResticJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private ResticJson() {}

  /** Reads {@code json} as {@code type}; empty when it is not such a document. */
  public static <T> Optional<T> read(byte[] json, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(json, type));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** The tokens of {@code json}, for documents too long to be bound to records. */
  public static JsonParser parser(byte[] json) {
    return MAPPER.createParser(json);
  }

  /** The document as UTF-8 JSON. */
  public static byte[] write(Object document) {
    return MAPPER.writeValueAsBytes(document);
  }
}
