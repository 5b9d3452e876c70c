package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.security.Role;

/** A role that orders containment may do nothing before it has a second factor. */
class SecondFactorIT {
  @TempDir Path folder;

  @Test
  void theCoordinatorNeedsACodeFromThePhone() throws Exception {
    try (TestPlatform platform =
        TestPlatform.start(folder, Map.of("lachan.security.second-factor", "true"))) {
      platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
      TestPlatform.Person person = platform.signedIn("dieu.phoi");
      assertThat(person.json("/api/session").get("mfa").get("required").asBoolean()).isTrue();
      assertThat(person.get("/api/alerts").statusCode()).isEqualTo(403);

      JsonNode enrolment =
          JsonMapper.shared().readTree(person.post("/api/session/mfa/begin", Map.of()).body());
      String secret = enrolment.get("secret").asString();
      assertThat(person.post("/api/session/mfa/confirm", Map.of("code", "000000")).body())
          .contains("CODE_WRONG");
      String code = code(secret);
      assertThat(person.post("/api/session/mfa/confirm", Map.of("code", code)).statusCode())
          .isEqualTo(204);
      assertThat(person.get("/api/alerts").statusCode()).isEqualTo(200);

      assertThat(platform.anybody().signIn("dieu.phoi", TestPlatform.PASSWORD).body())
          .contains("CODE_REQUIRED");
      assertThat(platform.anybody().signIn("dieu.phoi", TestPlatform.PASSWORD, code).body())
          .as("a code is good once")
          .contains("CODE_WRONG");
    }
  }

  private static String code(String secret) throws Exception {
    TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
    return generator.generateOneTimePasswordString(
        new SecretKeySpec(new Base32().decode(secret), generator.getAlgorithm()),
        Clock.systemUTC().instant());
  }
}
