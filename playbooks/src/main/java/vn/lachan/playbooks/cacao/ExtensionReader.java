package vn.lachan.playbooks.cacao;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import vn.lachan.playbooks.cacao.StepExtension.Approval;
import vn.lachan.playbooks.cacao.StepExtension.Notice;
import vn.lachan.playbooks.cacao.StepExtension.Retry;
import vn.lachan.playbooks.cacao.StepExtension.Search;
import vn.lachan.playbooks.cacao.StepExtension.Success;

/** Reads our extension of a step. */
final class ExtensionReader {
  private static final int MOST_ATTEMPTS = 20;
  private static final long LONGEST_BACKOFF = 3_600_000;
  private static final int MOST_IDS = 10_000;

  static StepExtension read(@Nullable JsonNode node) {
    if (node == null) {
      return StepExtension.NONE;
    }
    JsonNode idempotent = node.get("idempotent");
    return new StepExtension(
        JsonView.flag(node, "mandatory"),
        JsonView.text(node, "clock"),
        (idempotent == null || !idempotent.isBoolean()) ? null : idempotent.booleanValue(),
        JsonView.flag(node, "destructive"),
        approval(node.get("approval")),
        JsonView.text(node, "compensation"),
        retry(node.get("retry")),
        success(node.get("success")),
        search(node.get("search")),
        notice(node.get("notice")));
  }

  /** What is written badly asks for more, not for less: one person who is not the requester. */
  private static @Nullable Approval approval(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    JsonNode other = node.get("not_requester");
    long count = JsonView.number(node, "count");
    return new Approval(
        JsonView.texts(node, "roles"),
        Math.clamp(count, 1, 100),
        other == null || other.asBoolean(true));
  }

  private static @Nullable Retry retry(@Nullable JsonNode node) {
    return node == null || !node.isObject()
        ? null
        : new Retry(
            Math.clamp(JsonView.number(node, "max"), 1, MOST_ATTEMPTS),
            Math.clamp(JsonView.number(node, "backoff"), 0, LONGEST_BACKOFF));
  }

  private static @Nullable Success success(@Nullable JsonNode node) {
    return node == null || !node.isObject()
        ? null
        : new Success(
            numbers(node.get("status")),
            numbers(node.get("exit_codes")),
            JsonView.text(node, "matches"));
  }

  private static List<Integer> numbers(@Nullable JsonNode node) {
    List<Integer> numbers = new ArrayList<>();
    if (node != null && node.isArray()) {
      for (JsonNode number : node) {
        if (number.isInt()) {
          numbers.add(number.intValue());
        }
      }
    }
    return numbers;
  }

  private static Search search(@Nullable JsonNode node) {
    if (node == null || !node.isObject()) {
      return Search.LAST_DAY;
    }
    long limit = JsonView.number(node, "limit");
    return new Search(
        JsonView.text(node, "from"),
        JsonView.text(node, "to"),
        limit == 0 ? Search.LAST_DAY.limit() : Math.clamp(limit, 1, MOST_IDS));
  }

  private static @Nullable Notice notice(@Nullable JsonNode node) {
    return node == null || !node.isObject()
        ? null
        : new Notice(JsonView.texts(node, "to"), JsonView.text(node, "subject"));
  }

  private ExtensionReader() {}
}
