package vn.lachan.reports;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import vn.lachan.incidents.evidence.Evidence;
import vn.lachan.incidents.evidence.SealedSearch;

/** Evidence and its custody as rows of forms. */
final class EvidenceContent {
  private static final String NOTHING = "–";

  private EvidenceContent() {}

  static Map<String, Object> card(Evidence evidence) {
    return Map.of(
        "name", evidence.name(),
        "sha256", evidence.sha256(),
        "size", evidence.size(),
        "collectedBy", evidence.collectedBy(),
        "collectedAt", evidence.collectedAt(),
        "collectedFrom", orNothing(evidence.collectedFrom()),
        "description", orNothing(evidence.description()));
  }

  static List<Map<String, Object>> searches(List<Evidence> evidence) {
    return evidence.stream().flatMap(card -> search(card).stream()).toList();
  }

  private static List<Map<String, Object>> search(Evidence evidence) {
    SealedSearch search = evidence.search();
    return search == null
        ? List.of()
        : List.of(
            Map.of(
                "name", evidence.name(),
                "query", search.query().isBlank() ? "(mọi sự kiện)" : search.query(),
                "from", search.from(),
                "to", search.until(),
                "events", search.events()));
  }

  /** Every touch of every piece, oldest first. */
  static List<Map<String, Object>> custody(List<Evidence> evidence) {
    return evidence.stream()
        .flatMap(card -> card.custody().stream().map(touch -> Map.entry(card.name(), touch)))
        .sorted(Comparator.comparing(entry -> entry.getValue().at()))
        .map(entry -> touch(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Map<String, Object> touch(String name, Evidence.Custody custody) {
    return Map.of(
        "at", custody.at(),
        "name", name,
        "act", act(custody.act()),
        "actor", custody.actor(),
        "party", orNothing(custody.party()),
        "note", orNothing(custody.note()));
  }

  private static String act(Evidence.Act act) {
    return switch (act) {
      case COLLECTED -> "Thu thập";
      case OPENED -> "Mở xem";
      case VERIFIED -> "Kiểm tra: nguyên vẹn";
      case DAMAGED -> "Kiểm tra: KHÔNG nguyên vẹn";
      case HANDED_OVER -> "Bàn giao";
      case EXPORTED -> "Xuất ra ngoài";
    };
  }

  private static String orNothing(String text) {
    return text.isBlank() ? NOTHING : text;
  }
}
