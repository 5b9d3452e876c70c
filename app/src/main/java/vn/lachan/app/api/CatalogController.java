package vn.lachan.app.api;

import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.Role;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.queue.Disposition;
import vn.lachan.registry.Registry;
import vn.lachan.registry.UnitKind;

/** Lists that forms choose from. */
@RestController
class CatalogController {

  record UnitView(String code, String name, UnitKind kind, String parent, String area) {}

  record SystemView(
      String code,
      String name,
      int level,
      String owner,
      String operator,
      long rpoSeconds,
      long rtoSeconds) {}

  record Word(String code, String name) {}

  record SeverityWord(String code, String name, String criteria) {}

  record DispositionWord(String code, String name, boolean needsNote) {}

  record Catalog(
      List<Word> categories,
      List<SeverityWord> severities,
      List<DispositionWord> dispositions,
      List<Word> roles) {}

  private final Registry registry;

  CatalogController(Registry registry) {
    this.registry = registry;
  }

  @GetMapping("/api/units")
  List<UnitView> units() {
    return registry.units().stream()
        .map(u -> new UnitView(u.code(), u.name(), u.kind(), u.parent(), u.area()))
        .toList();
  }

  @GetMapping("/api/catalog")
  Catalog catalog() {
    return new Catalog(
        Arrays.stream(Category.values()).map(c -> new Word(c.name(), c.vietnamese())).toList(),
        Arrays.stream(Severity.values())
            .map(s -> new SeverityWord(s.name(), s.vietnamese(), s.criteria()))
            .toList(),
        Arrays.stream(Disposition.values())
            .map(d -> new DispositionWord(d.name(), d.vietnamese(), d.needsNote()))
            .toList(),
        Arrays.stream(Role.values()).map(r -> new Word(r.name(), r.vietnamese())).toList());
  }

  @GetMapping("/api/systems")
  List<SystemView> systems() {
    return registry.systems().stream()
        .map(s ->
            new SystemView(
                s.code(),
                s.name(),
                s.level(),
                s.owner(),
                s.operator(),
                s.rpo().toSeconds(),
                s.rto().toSeconds()))
        .toList();
  }
}
