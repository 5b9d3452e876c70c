package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.playbooks.signature.TestKeys;
import vn.lachan.playbooks.signature.TrustedKeys;

class SigningPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

  @Test
  void anOrganisationMayTrustOtherKeysThanTheRest() throws GeneralSecurityException, IOException {
    KeyPair pair = TestKeys.pair("Ed25519");
    TrustedKeys signers = TrustedKeys.of(pair.getPublic());
    TrustedKeys others = TrustedKeys.of(TestKeys.pair("Ed25519").getPublic());
    String plain = TestPlaybook.named("p").manual("action--a", "a", "end--done").json();
    String signed = TestPlaybook.signed(plain, pair, Clock.fixed(NOW, ZoneOffset.UTC));
    Playbook playbook = PlaybookLibrary.of(List.of(signed)).playbooks().getFirst();

    SigningPolicy strictElsewhere = new SigningPolicy(Map.of("00721", signers, "", others));
    assertThat(strictElsewhere.allows("00721", playbook, NOW)).isTrue();
    assertThat(strictElsewhere.allows("00700", playbook, NOW)).isFalse();
    SigningPolicy strictHere = new SigningPolicy(Map.of("00721", others));
    assertThat(strictHere.allows("00721", playbook, NOW)).isFalse();
    assertThat(strictHere.allows("00700", playbook, NOW)).isTrue();
  }
}
