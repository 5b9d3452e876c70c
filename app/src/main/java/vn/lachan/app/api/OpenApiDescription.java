package vn.lachan.app.api;

import io.swagger.v3.oas.models.info.Info;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.security.SignedIn;

/** The description of the API at {@code /v3/api-docs}. */
@Configuration
class OpenApiDescription {
  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(SignedIn.class);
  }

  /**
   * Who is signed in is no parameter; a property that is there is required unless it may be null.
   */
  @Bean
  OpenApiCustomizer description() {
    return api -> {
      api.setInfo(new Info().title("Lá Chắn").version("0.1"));
      if (api.getComponents() == null || api.getComponents().getSchemas() == null) {
        return;
      }
      api.getComponents()
          .getSchemas()
          .values()
          .forEach(schema -> {
            if (schema.getProperties() != null && schema.getRequired() == null) {
              for (Object name : schema.getProperties().keySet()) {
                schema.addRequiredItem(String.valueOf(name));
              }
            }
          });
    };
  }
}
