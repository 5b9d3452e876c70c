package vn.lachan.incidents.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.lachan.incidents.sharing.Destination.Circle;

class WebhookSignatureTest {
  private static final String TIMESTAMP = "2026-11-20T01:00:00Z";
  private static final String BODY =
      "{\"version\":1,\"id\":\"thu-1\",\"incident\":\"SC-2026-042\"}";
  private static final String NEW = "khoa-moi-2026";
  private static final String OLD = "khoa-cu-2025";

  /** The vector of docs/formats/notice-webhook.md; made with openssl dgst -sha256 -hmac. */
  @Test
  void signsAsTheDocumentSays() {
    assertThat(WebhookSignature.of(TIMESTAMP, BODY, List.of(NEW)))
        .isEqualTo("sha256=1e8dc086f5a2a1a8b1bcbe2b4d25804f911257468b6b43cd9162cb7d42da47b1");
  }

  @Test
  void signsWithBothKeysWhileTheyAreExchanged() {
    assertThat(WebhookSignature.of(TIMESTAMP, BODY, List.of(NEW, OLD)))
        .isEqualTo(
            "sha256=1e8dc086f5a2a1a8b1bcbe2b4d25804f911257468b6b43cd9162cb7d42da47b1, sha256=0b6568f15b24f1c7394c0306e118ab3cc0fa2df7e92b8293cff757631d5eda09");
  }

  @Test
  void neverSignsWithoutAKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhookSignature.of(TIMESTAMP, BODY, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhookSignature.of(TIMESTAMP, BODY, List.of(" ")));
  }

  @Test
  void aServiceElsewhereNeedsHttps() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new WebhookTarget("n", URI.create("http://hook.example/x"), Circle.PARTY, List::of))
        .withMessageContaining("https");
  }
}
