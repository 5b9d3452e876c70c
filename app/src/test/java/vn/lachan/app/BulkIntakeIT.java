package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkIngester;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkListener;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.simulator.send.TrustedCertificate;

/** The bulk intake, with the client of Elasticsearch itself. */
@ExtendWith(SharedPlatform.class)
class BulkIntakeIT {
  private static final int DOCUMENTS = 500;

  /** What the client heard. */
  private static final class Heard implements BulkListener<Void> {
    private final AtomicInteger kept = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Override
    public void beforeBulk(long id, BulkRequest request, List<Void> contexts) {
      // nothing to prepare
    }

    @Override
    public void afterBulk(
        long id, BulkRequest request, List<Void> contexts, BulkResponse response) {
      response
          .items()
          .forEach(item ->
              (item.status() == 201 && item.error() == null ? kept : refused).incrementAndGet());
    }

    @Override
    public void afterBulk(long id, BulkRequest request, List<Void> contexts, Throwable failure) {
      refused.addAndGet(request.operations().size());
    }
  }

  private static Heard send(TestPlatform platform, String secret) throws Exception {
    String key =
        Base64.getEncoder().encodeToString(("may:" + secret).getBytes(StandardCharsets.UTF_8));
    Rest5Client http =
        Rest5Client.builder(URI.create(platform.address()))
            .setPathPrefix("/intake/elasticsearch")
            .setSSLContext(TrustedCertificate.context(platform.running().certificate()))
            .setDefaultHeaders(new Header[] {new BasicHeader("Authorization", "ApiKey " + key)})
            .build();
    Heard heard = new Heard();
    try (Rest5ClientTransport transport =
            new Rest5ClientTransport(http, new Jackson3JsonpMapper());
        BulkIngester<Void> ingester =
            BulkIngester.of(b ->
                b.client(new ElasticsearchClient(transport)).maxOperations(100).listener(heard))) {
      assertThat(new ElasticsearchClient(transport).info().version().number()).startsWith("9.");
      for (int i = 0; i < DOCUMENTS; i++) {
        Map<String, Object> document =
            Map.of("@timestamp", "2026-11-20T03:04:05Z", "message", "bulk-thu số " + i);
        String id = "b" + i;
        ingester.add(o -> o.index(x -> x.index("thu").id(id).document(document)));
      }
    }
    return heard;
  }

  @Test
  void theClientOfElasticsearchHasItsDocumentsKeptOnce() throws Exception {
    TestPlatform platform = SharedPlatform.platform();
    for (int time = 0; time < 2; time++) {
      Heard heard = send(platform, TestPlatform.TOKEN + "-json");
      assertThat(heard.kept).hasValue(DOCUMENTS);
      assertThat(heard.refused).hasValue(0);
    }
    assertThat(send(platform, "sai").kept).hasValue(0);

    platform.awaitQuiet();
    assertThat(
            platform
                .get(EventStore.class)
                .count(
                    new EventQuery(
                        "message:\"bulk-thu\"", TimeRange.ALL, OrganizationScope.PROVINCE)))
        .isEqualTo(DOCUMENTS);
  }
}
