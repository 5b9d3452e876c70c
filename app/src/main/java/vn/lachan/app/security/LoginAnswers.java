package vn.lachan.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ResourceBundle;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import tools.jackson.databind.json.JsonMapper;

/** Answers of the security filters as Problem Details (RFC 9457), in the reader's language. */
final class LoginAnswers
    implements AuthenticationFailureHandler, AuthenticationEntryPoint, AccessDeniedHandler {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    String code =
        switch (failure) {
          case PasswordLogin.CodeRequiredException _ -> "CODE_REQUIRED";
          case PasswordLogin.CodeWrongException _ -> "CODE_WRONG";
          case LockedException _ -> "LOCKED";
          default -> "BAD_CREDENTIALS";
        };
    write(request, response, 401, code);
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    write(request, response, 401, "NOT_SIGNED_IN");
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
      throws IOException {
    write(request, response, 403, "NO_RIGHT");
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, int status, String code)
      throws IOException {
    String wanted = request.getHeader("Accept-Language");
    Locale locale = wanted != null && wanted.startsWith("en") ? Locale.ENGLISH : Locale.ROOT;
    ResourceBundle texts = ResourceBundle.getBundle("problems", locale, NO_FALLBACK);
    var problem = JSON.createObjectNode();
    problem.put("title", texts.getString(code + ".title"));
    problem.put("detail", texts.getString(code));
    problem.put("status", status);
    problem.put("instance", request.getRequestURI());
    problem.put("code", code);
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.getWriter().write(JSON.writeValueAsString(problem));
  }

  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
}
