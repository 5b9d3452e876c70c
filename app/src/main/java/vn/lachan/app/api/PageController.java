package vn.lachan.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import vn.lachan.app.security.ContentSecurityPolicy;

/**
 * The one page of the screens, for every address that is a screen's; its nonce is new each time.
 */
@Controller
class PageController {
  private static final String PLACEHOLDER = "LACHAN_CSP_NONCE";

  @GetMapping({
    "/",
    "/index.html",
    "/{screen:[a-z][a-z0-9-]*}",
    "/{screen:(?!api|actuator|assets|intake|v3)[a-z][a-z0-9-]*}/**"
  })
  ResponseEntity<String> page(HttpServletRequest request) throws IOException {
    String html =
        new ClassPathResource("static/index.html").getContentAsString(StandardCharsets.UTF_8);
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noStore())
        .body(html.replace(PLACEHOLDER, ContentSecurityPolicy.nonce(request)));
  }
}
