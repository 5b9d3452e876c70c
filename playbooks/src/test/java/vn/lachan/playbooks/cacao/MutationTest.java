package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.events.TestData;

/** Changes of a good playbook that nobody thought of one by one. */
class MutationTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static ObjectNode base() throws IOException {
    ObjectNode root =
        (ObjectNode)
            MAPPER.readTree(Files.readString(TestData.require("cacao/mutation-base.json")));
    root.put("description", "d").put("revoked", false).put("priority", 1);
    root.put("valid_from", "2025-01-01T00:00:00.000Z").put("severity", 2).put("impact", 3);
    root.putArray("labels").add("l");
    root.putArray("derived_from").add("playbook--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaab");
    root.putArray("external_references").addObject().put("name", "n").put("url", "https://x.vn");
    root.putObject("playbook_processing_summary").put("parallel_processing", true);
    ObjectNode action =
        (ObjectNode) root.at("/workflow/action--11111111-1111-4111-8111-111111111111");
    action.put("name", "n").put("description", "d").put("delay", 1).put("timeout", 2);
    action.putObject("step_variables").putObject("__own__").put("type", "string").put("value", "");
    action.putArray("in_args").add("__ip__");
    action.putArray("out_args").add("__own__");
    ((ObjectNode) root.at("/playbook_variables/__ip__"))
        .put("external", true)
        .put("constant", false);
    ((ObjectNode) root.at("/target_definitions/linux--55555555-5555-4555-8555-555555555555"))
        .put("port", "22");
    return root;
  }

  /** Every member of every object, by pointer. */
  private static List<String> members(String at, JsonNode node) {
    List<String> members = new ArrayList<>();
    if (node.isObject()) {
      node.properties()
          .forEach(entry -> {
            String pointer = at + "/" + JsonView.escape(entry.getKey());
            members.add(pointer);
            members.addAll(members(pointer, entry.getValue()));
          });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        members.addAll(members(at + "/" + i, node.get(i)));
      }
    }
    return members;
  }

  private static ObjectNode parent(ObjectNode root, String pointer) {
    String owner = pointer.substring(0, pointer.lastIndexOf('/'));
    return (ObjectNode) (owner.isEmpty() ? root : root.at(owner));
  }

  private static String name(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }

  @Test
  void theRichBaseIsClean() throws IOException {
    assertThat(new CacaoParser().parse(base().toString()).problems()).isEmpty();
  }

  @Test
  void aValueOfAnotherTypeIsFoundEverywhere() throws IOException {
    List<JsonNode> others = new ArrayList<>();
    others.add(MAPPER.readTree("7.5"));
    others.add(MAPPER.readTree("[[1]]"));
    others.add(MAPPER.readTree("null"));
    others.add(MAPPER.readTree("\"\\u0000?\""));
    for (String pointer : members("", base())) {
      for (JsonNode other : others) {
        ObjectNode root = base();
        JsonNode there = root.at(pointer);
        boolean text = other.isString() && there.isString();
        boolean unknown = other.isNull() && pointer.endsWith("/value");
        if (text || unknown) {
          continue;
        }
        parent(root, pointer).set(name(pointer), other);
        assertThat(new CacaoParser().parse(root.toString()).problems())
            .as("%s := %s", pointer, other)
            .isNotEmpty();
      }
    }
  }

  @Test
  void aRequiredPropertyThatIsGoneIsFound() throws IOException {
    for (String pointer : members("", base())) {
      String name = name(pointer);
      Shape shape = pointer.lastIndexOf('/') == 0 ? Shape.PLAYBOOK : null;
      boolean required =
          shape != null
              && shape.properties().containsKey(name)
              && shape.properties().get(name).required();
      if (required
          || List.of("type", "agent", "commands", "next_steps", "on_true").contains(name)) {
        ObjectNode root = base();
        parent(root, pointer).remove(name);
        assertThat(new CacaoParser().parse(root.toString()).problems()).as(pointer).isNotEmpty();
      }
    }
  }

  @Test
  void everyIdentifierThatPointsNowhereIsFound() throws IOException {
    for (String pointer : members("", base())) {
      ObjectNode root = base();
      JsonNode value = root.at(pointer);
      boolean link = value.isString() && value.stringValue().contains("--");
      boolean outside = pointer.matches("/(id|created_by|derived_from.*)");
      if (link && !outside) {
        String other = value.stringValue().replaceAll(".$", "f");
        parent(root, pointer).put(name(pointer), other);
        assertThat(new CacaoParser().parse(root.toString()).problems()).as(pointer).isNotEmpty();
      }
    }
  }

  @Test
  void wrongPrefixesTimesAndVersionsAreFound() throws IOException {
    List<String[]> changes =
        List.of(
            new String[] {"/id", "bundle--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "wrong-id-prefix"},
            new String[] {"/id", "playbook--1", "bad-identifier"},
            new String[] {
              "/created_by", "user--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "foreign-id-prefix"
            },
            new String[] {"/created", "hôm qua", "not-a-timestamp"},
            new String[] {"/created", "2025-02-30T00:00:00.000Z", "not-a-timestamp"},
            new String[] {"/modified", "2025-01-01T07:00:00.000+07:00", "not-a-timestamp"},
            new String[] {"/modified", "2025-01-01T00:00:00.000000Z", "timestamp-precision"},
            new String[] {"/valid_until", "x", "not-a-timestamp"},
            new String[] {"/spec_version", "2.0", "version-word"},
            new String[] {"/spec_version", "CACAO-2.0", "version-word"},
            new String[] {"/spec_version", "cacao-2.1", "unsupported-version"},
            new String[] {"/spec_version", "1.0", "unsupported-version"});
    for (String[] change : changes) {
      ObjectNode root = base();
      root.put(change[0].substring(1), change[1]);
      assertThat(new CacaoParser().parse(root.toString()).problems())
          .as(change[1])
          .extracting(problem -> problem.code().word())
          .contains(change[2]);
    }
  }

  @Test
  void whatTheContentSaysOtherwiseIsFound() throws IOException {
    for (String feature : Shape.SUMMARY.properties().keySet()) {
      for (boolean said : new boolean[] {true, false}) {
        ObjectNode root = base();
        ((ObjectNode) root.get("playbook_processing_summary")).put(feature, said);
        ObjectNode other = base();
        ((ObjectNode) other.get("playbook_processing_summary")).put(feature, !said);
        assertThat(
                new CacaoParser().parse(root.toString()).problems().isEmpty()
                    ^ new CacaoParser().parse(other.toString()).problems().isEmpty())
            .as(feature)
            .isTrue();
      }
    }
  }

  @Test
  void stepsNobodyReachesRecursionAndLiteralPasswordsAreFound() throws IOException {
    ObjectNode root = base();
    ObjectNode workflow = (ObjectNode) root.get("workflow");
    workflow
        .putObject("playbook-action--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
        .put("type", "playbook-action")
        .put("playbook_id", root.get("id").asString())
        .put("on_completion", "end--99999999-9999-4999-8999-999999999999");
    root.putObject("authentication_info_definitions")
        .putObject("user-auth--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
        .put("type", "user-auth")
        .put("username", "u")
        .put("password", "bí mật");

    List<CacaoProblem> problems = new CacaoParser().parse(root.toString()).problems();

    assertThat(problems)
        .extracting(CacaoProblem::code)
        .contains(
            FindingCode.UNREACHABLE_STEP,
            FindingCode.PLAYBOOK_RECURSION,
            FindingCode.LITERAL_SECRET);
    assertThat(problems).noneMatch(problem -> problem.message().contains("bí mật"));
  }

  /** Whatever the damage: an answer, never an exception. */
  @Test
  void damagedTextAlwaysGivesAnAnswer() throws IOException {
    String text = base().toString();
    Random random = new Random(Long.getLong("lachan.mutation.seed", 1L));
    for (int i = 0; i < Integer.getInteger("lachan.mutations", 2_000); i++) {
      StringBuilder damaged = new StringBuilder(text);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
          case 0 -> damaged.deleteCharAt(at);
          case 1 -> damaged.insert(at, "{}[]\",:0-a".charAt(random.nextInt(10)));
          default -> damaged.setCharAt(at, (char) (32 + random.nextInt(95)));
        }
      }
      assertThat(new CacaoParser().parse(damaged.toString())).isNotNull();
    }
  }

  @Test
  void aListThatBecomesLongIsStillQuick() throws IOException {
    ObjectNode root = base();
    ArrayNode labels = (ArrayNode) root.get("labels");
    for (int i = 0; i < 100_000; i++) {
      labels.add("x" + i);
    }
    assertThat(new CacaoParser().parse(root.toString()).problems()).isEmpty();
  }
}
