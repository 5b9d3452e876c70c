package vn.lachan.app.api;

import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** What the API reads: JSON, not every format that a library on the class path understands. */
@Configuration
class ApiBodies implements WebMvcConfigurer {

  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
    builder.configureMessageConvertersList(list -> list.removeIf(ApiBodies::isYaml));
  }

  private static boolean isYaml(HttpMessageConverter<?> converter) {
    return converter.getSupportedMediaTypes().stream()
        .anyMatch(type -> type.getSubtype().endsWith("yaml"));
  }

  /**
   * A time is a text: a number would be seconds since 1970, and one that is too large 1970. Years
   * that a database cannot keep are refused.
   */
  @Bean
  JacksonModule timesAreTexts() {
    return new SimpleModule("times-are-texts").addDeserializer(Instant.class, new TextTime());
  }

  private static final class TextTime extends ValueDeserializer<Instant> {
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken().isNumeric()) {
        return (Instant) context.handleUnexpectedToken(Instant.class, parser);
      }
      Instant time = InstantDeserializer.INSTANT.deserialize(parser, context);
      return time == null || (!time.isBefore(FIRST) && !time.isAfter(END))
          ? time
          : (Instant) context.handleWeirdStringValue(Instant.class, time.toString(), "year");
    }
  }
}
