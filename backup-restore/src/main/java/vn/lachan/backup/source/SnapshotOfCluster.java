package vn.lachan.backup.source;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Has Elasticsearch take a snapshot, waits for its end and proves that it is whole: state SUCCESS,
 * no failed shard, the repository verified on every node. Older snapshots of ours beyond the number
 * to keep are removed in the cluster.
 */
final class SnapshotOfCluster {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final long PAUSE_MILLIS = 500;

  private final BackupSource.ElasticsearchSnapshot source;
  private final ClusterCalls cluster;
  private final String repository;

  SnapshotOfCluster(BackupSource.ElasticsearchSnapshot source) {
    this.source = source;
    this.cluster = ClusterCalls.of(source);
    this.repository = "/_snapshot/" + ClusterCalls.segment(source.repository());
  }

  void run(SourceCapture to) {
    cluster.call(
        "PUT",
        repository + "?verify=true",
        Map.of("type", "fs", "settings", Map.of("location", source.location().toString())));
    Map<String, Long> before = counts();
    String name = "lachan-" + source.id().toLowerCase(Locale.ROOT) + "-" + NAME.format(to.now());
    String place = repository + "/" + ClusterCalls.segment(name);
    cluster.call(
        "PUT",
        place + "?wait_for_completion=false",
        Map.of(
            "indices",
            source.indices(),
            "include_global_state",
            true,
            "ignore_unavailable",
            false));
    JsonNode snapshot = await(place);
    prove(snapshot);
    cluster.call("POST", repository + "/_verify", Map.of());
    Map<String, Long> after = counts();
    before.entrySet().removeIf(e -> !e.getValue().equals(after.get(e.getKey())));
    to.fact("snapshot", name);
    to.fact("version", snapshot.path("version").asString(""));
    to.fact("indices", Integer.toString(snapshot.path("indices").size()));
    to.fact("shards", Integer.toString(snapshot.path("shards").path("total").asInt()));
    removeOlder(to);
    record(snapshot, before, to);
  }

  /** Counts that were the same before and after the snapshot hold for it too. */
  private void record(JsonNode snapshot, Map<String, Long> rows, SourceCapture to) {
    byte[] json = snapshot.toPrettyString().getBytes(StandardCharsets.UTF_8);
    DumpSink.Taken taken = to.take("snapshot.json", new ByteArrayInputStream(json));
    to.add(
        new DumpRecord(
            to.path("snapshot.json"),
            source.repository(),
            taken.bytes(),
            taken.sha256(),
            0,
            rows,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty()));
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (String pattern : source.indices()) {
      String path = "/" + ClusterCalls.segment(pattern);
      cluster.call("POST", path + "/_refresh?expand_wildcards=open", Map.of());
      for (String index :
          cluster.get(path + "?filter_path=*.settings.index.uuid").propertyNames()) {
        JsonNode count = cluster.get("/" + ClusterCalls.segment(index) + "/_count");
        counts.put(index, count.path("count").asLong());
      }
    }
    return counts;
  }

  private JsonNode await(String place) {
    long deadline = System.nanoTime() + source.longest().toNanos();
    while (true) {
      JsonNode snapshot = cluster.get(place).path("snapshots").path(0);
      String state = snapshot.path("state").asString("");
      if (!state.equals("IN_PROGRESS") && !state.equals("STARTED") && !state.isEmpty()) {
        return snapshot;
      }
      if (System.nanoTime() > deadline) {
        throw new SourceException(
            "Elasticsearch chưa chụp xong sau " + source.longest().toSeconds() + " giây");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SourceException("chờ Elasticsearch thì bị dừng giữa chừng", e);
      }
    }
  }

  private static void prove(JsonNode snapshot) {
    String state = snapshot.path("state").asString("");
    int failed = snapshot.path("shards").path("failed").asInt();
    if (!state.equals("SUCCESS") || failed > 0 || !snapshot.path("failures").isEmpty()) {
      throw new SourceException(
          "ảnh chụp của Elasticsearch không trọn vẹn: "
              + state
              + ", "
              + failed
              + " phân mảnh lỗi, "
              + snapshot.path("failures"));
    }
  }

  private void removeOlder(SourceCapture to) {
    String ours = "lachan-" + source.id().toLowerCase(Locale.ROOT) + "-*";
    List<String> names = new ArrayList<>();
    cluster
        .get(repository + "/" + ClusterCalls.segment(ours))
        .path("snapshots")
        .forEach(one -> names.add(one.path("snapshot").asString()));
    names.sort(null); // their names are their times
    for (String old : names.subList(0, Math.max(0, names.size() - source.keep()))) {
      cluster.call("DELETE", repository + "/" + ClusterCalls.segment(old), null);
      to.fact("removed." + old, to.now().toString());
    }
  }
}
