package vn.lachan.app.api;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
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
