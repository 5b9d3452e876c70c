package vn.lachan.playbooks.cacao;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import vn.lachan.incidents.task.ValueType;

/** Who acts and on what: the agents and targets of a playbook, and where they are. */
final class PlaceChecks {
  private static final Pattern VARIABLE = Pattern.compile("__[A-Za-z][A-Za-z0-9_-]*__:value");
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?:\\*\\.)?[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_-]{0,62})"
              + "(?:\\.[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]{0,62}){0,126}\\.?");
  private static final Set<String> ADDRESS_KINDS =
      Set.of("dname", "ipv4", "ipv6", "l2mac", "vlan", "url");

  private static final List<String> BOTH = List.of("latitude", "longitude");
  private static final Set<String> REGIONS =
      Set.of(
          "africa",
          "eastern-africa",
          "middle-africa",
          "northern-africa",
          "southern-africa",
          "western-africa",
          "americas",
          "caribbean",
          "central-america",
          "latin-america-caribbean",
          "northern-america",
          "south-america",
          "asia",
          "central-asia",
          "eastern-asia",
          "southern-asia",
          "south-eastern-asia",
          "western-asia",
          "europe",
          "eastern-europe",
          "northern-europe",
          "southern-europe",
          "western-europe",
          "oceania",
          "antarctica",
          "australia-new-zealand",
          "melanesia",
          "micronesia",
          "polynesia");

  private final JsonNode root;
  private final Findings findings;
  private final ShapeChecks shapes;

  PlaceChecks(CacaoPlaybook playbook, Findings findings) {
    this.root = playbook.source();
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
  }

  void run() {
    places("agent_definitions");
    places("target_definitions");
  }

  private void places(String member) {
    shapes.each(
        root,
        member,
        (at, id, node) -> {
          shapes.keyFitsType(at, id, node);
          Shape.ofPlace(JsonView.text(node, "type"))
              .ifPresent(shape -> shapes.check(at, node, shape));
          port(at, node);
          addresses(at, node.get("address"));
          located(at + "/location", node.get("location"));
          sector(at, node);
          contact(at + "/contact/email", node.path("contact").get("email"));
          login(at, JsonView.textOrNull(node, "authentication_info"));
          ours(at, node);
        });
  }

  private void port(String at, JsonNode node) {
    String port = JsonView.scalar(node, "port");
    if (!port.isEmpty() && !isVariable(port) && !isPort(port)) {
      findings.add(FindingCode.PORT, at + "/port", port);
    }
  }

  private static boolean isPort(String text) {
    if (text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65_535;
  }

  private static boolean isVariable(String text) {
    return VARIABLE.matcher(text).matches();
  }

  private void addresses(String at, @Nullable JsonNode address) {
    if (address != null
        && address.isObject()
        && JsonView.members(address).values().stream().allMatch(JsonNode::isEmpty)) {
      findings.add(FindingCode.MISSING_DETAIL, at, "address");
    }
    for (Map.Entry<String, JsonNode> entry : JsonView.members(address).entrySet()) {
      String kind = entry.getKey();
      String pointer = at + "/address/" + JsonView.escape(kind);
      if (!ADDRESS_KINDS.contains(kind)) {
        findings.add(FindingCode.ADDRESS_KIND, pointer, kind);
      } else {
        addresses(pointer, kind, entry.getValue());
      }
    }
  }

  /** The text of the specification wants texts, its schema numbers of virtual networks. */
  private void addresses(String at, String kind, JsonNode list) {
    if (!kind.equals("vlan") || !list.isArray()) {
      shapes.value(at, kind, list, Shape.ADDRESSES);
    }
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      String text = list.get(i).asString("");
      boolean scalar = list.get(i).isString() || kind.equals("vlan");
      if (scalar && !isAddress(kind, text)) {
        findings.add(FindingCode.ADDRESS, at + "/" + i, kind, text);
      }
    }
  }

  private static boolean isAddress(String kind, String text) {
    if (!VariableChecks.uses(text).isEmpty()) {
      return true; // a run will tell
    }
    return switch (kind) {
      case "ipv4" -> ValueType.IPV4_ADDR.accepts(text);
      case "ipv6" -> ValueType.IPV6_ADDR.accepts(text);
      case "l2mac" -> ValueType.MAC_ADDR.accepts(text);
      case "vlan" -> text.matches("\\d{1,4}") && Integer.parseInt(text) <= 4095;
      case "dname" -> DOMAIN.matcher(text).matches();
      default -> URL.matcher(text).matches();
    };
  }

  private void contact(String at, @Nullable JsonNode emails) {
    JsonView.members(emails)
        .forEach((name, value) -> {
          String email = value.asString("");
          if (value.isString() && VariableChecks.uses(email).isEmpty() && !isEmail(email)) {
            findings.add(FindingCode.PLACE_VALUE, at + "/" + JsonView.escape(name), "email", email);
          }
        });
  }

  private static boolean isEmail(String text) {
    return text.matches("[^@\\s]{1,200}@[^@\\s]{1,200}");
  }

  private void login(String at, @Nullable String id) {
    if (id != null && !JsonView.has(root, "authentication_info_definitions", id)) {
      findings.add(FindingCode.AUTHENTICATION_UNDEFINED, at + "/authentication_info", id);
    }
  }

  private void ours(String at, JsonNode node) {
    JsonNode extension = CacaoParser.extension(node, "agent_target_extensions");
    if (extension != null) {
      String pointer = at + "/agent_target_extensions/" + CacaoParser.EXTENSION;
      shapes.check(pointer, extension, Shape.OUR_PLACE);
      String role = JsonView.text(extension, "unit_role");
      if (!role.isEmpty() && !ExtensionChecks.ROLES.contains(role)) {
        findings.add(FindingCode.EXTENSION_WORD, pointer + "/unit_role", "unit_role", role);
      }
    }
  }

  /** Latitude and longitude stand together and on the globe; a country is two letters. */
  private void located(String at, @Nullable JsonNode location) {
    if (location == null || !location.isObject()) {
      return;
    }
    degrees(at, location, "latitude", 90);
    degrees(at, location, "longitude", 180);
    boolean placed = location.has("precision") || BOTH.stream().anyMatch(location::has);
    for (String name : BOTH) {
      if (placed && !location.has(name)) {
        findings.add(FindingCode.MISSING_DETAIL, at, name);
      }
    }
    String country = JsonView.text(location, "country");
    if (!country.isEmpty() && !country.matches("[A-Z]{2}")) {
      findings.add(FindingCode.PLACE_VALUE, at + "/country", "country", country);
    }
    String region = JsonView.text(location, "region");
    if (!region.isEmpty() && !REGIONS.contains(region)) {
      findings.add(FindingCode.PLACE_VALUE, at + "/region", "region", region);
    }
  }

  private void degrees(String at, JsonNode location, String name, int most) {
    String text = JsonView.scalar(location, name);
    if (text.isEmpty()) {
      return;
    }
    boolean fits = text.matches("[+-]?\\d{1,3}(\\.\\d{1,20})?");
    if (!fits || new BigDecimal(text).abs().compareTo(BigDecimal.valueOf(most)) > 0) {
      findings.add(FindingCode.PLACE_VALUE, at + "/" + name, name, text);
    }
  }

  /** Sectors named anywhere in a playbook are named for the whole of it. */
  private void sector(String at, JsonNode node) {
    String sector = JsonView.text(node, "sector");
    if (!sector.isEmpty() && !JsonView.texts(root, "industry_sectors").contains(sector)) {
      findings.add(FindingCode.SECTOR_UNLISTED, at + "/sector", sector);
    }
  }
}
