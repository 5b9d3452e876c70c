package vn.lachan.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.security.web.header.HeaderWriter;

/**
 * A strict policy: scripts from here only, styles from here or with this answer's nonce, no frames,
 * no foreign connections. The page reads the nonce from the request attribute {@link #NONCE}.
 */
public final class ContentSecurityPolicy implements HeaderWriter {
  /** Name of the request attribute that holds the nonce of this answer. */
  public static final String NONCE = ContentSecurityPolicy.class.getName() + ".nonce";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** The nonce of the answer to {@code request}; the same however often it is asked for. */
  public static String nonce(HttpServletRequest request) {
    if (request.getAttribute(NONCE) instanceof String known) {
      return known;
    }
    byte[] bytes = new byte[18];
    RANDOM.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    request.setAttribute(NONCE, nonce);
    return nonce;
  }

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
            + nonce(request)
            + "'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
            + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'; object-src 'self'");
  }
}
