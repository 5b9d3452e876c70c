package vn.lachan.playbooks;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.playbooks.signature.PlaybookSigner;
import vn.lachan.playbooks.signature.TestKeys;

/** Writes small playbooks; steps are named by a word, their ids follow from it. */
public final class TestPlaybook {
  public static final String ID = "playbook--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String EXTENSION =
      "extension-definition--74e0b66a-e25b-4aa0-8f1a-a5f52790f961";

  private final ObjectNode root = MAPPER.createObjectNode();
  private final ObjectNode workflow;

  private TestPlaybook(String name) {
    root.put("type", "playbook")
        .put("spec_version", "cacao-2.0")
        .put("id", ID)
        .put("name", name)
        .put("created_by", "identity--bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb")
        .put("created", "2025-01-01T00:00:00.000Z")
        .put("modified", "2025-01-01T00:00:00.000Z")
        .put("workflow_start", "start--begin");
    root.putObject("playbook_variables");
    workflow = root.putObject("workflow");
    ObjectNode agents = root.putObject("agent_definitions");
    ObjectNode agent = agents.putObject("organization--1");
    agent.put("type", "organization").put("name", "Đơn vị vận hành");
    agent
        .putObject("agent_target_extensions")
        .putObject(EXTENSION)
        .put("unit_role", "VAN_HANH")
        .put("unit", "00001");
    step("start--begin").put("on_completion", "action--a");
    end("end--done");
  }

  static TestPlaybook named(String name) {
    return new TestPlaybook(name);
  }

  TestPlaybook modified(String time) {
    root.put("modified", time);
    return this;
  }

  TestPlaybook whole(java.util.function.Consumer<ObjectNode> change) {
    change.accept(root);
    return this;
  }

  static String signed(String json, java.security.KeyPair pair, java.time.Clock clock) {
    return TestKeys.signer(pair, clock)
        .sign((ObjectNode) MAPPER.readTree(json), new PlaybookSigner.Signee("Lan", "", null))
        .toString();
  }

  TestPlaybook exception(String step) {
    root.put("workflow_exception", step);
    return this;
  }

  TestPlaybook start(String next) {
    step("start--begin").put("on_completion", next);
    return this;
  }

  TestPlaybook variable(String name, String type, String value) {
    ObjectNode variable = ((ObjectNode) root.get("playbook_variables")).putObject(name);
    variable.put("type", type).put("value", value);
    return this;
  }

  TestPlaybook external(String name, String type) {
    ((ObjectNode) root.get("playbook_variables"))
        .putObject(name)
        .put("type", type)
        .put("external", true);
    return this;
  }

  TestPlaybook end(String id) {
    step(id);
    return this;
  }

  TestPlaybook manual(String id, String text, String next) {
    action(id, "manual", text).put("on_completion", next);
    return this;
  }

  TestPlaybook http(String id, String line, String body, String next) {
    ObjectNode step = action(id, "http-api", line);
    ObjectNode command = (ObjectNode) step.get("commands").get(0);
    if (!body.isEmpty()) {
      command.put("content", body);
    }
    step.putArray("targets").add("http-api--1");
    step.put("on_completion", next);
    return this;
  }

  TestPlaybook target(String url) {
    ObjectNode target = root.putObject("target_definitions").putObject("http-api--1");
    target.put("type", "http-api").put("name", "đích");
    target.putObject("address").putArray("url").add(url);
    return this;
  }

  TestPlaybook parallel(String id, List<String> branches, String next) {
    ObjectNode step = step(id).put("on_completion", next);
    branches.forEach(step.putArray("next_steps")::add);
    return this;
  }

  TestPlaybook condition(String id, String text, String onTrue, String onFalse, String next) {
    ObjectNode step = step(id).put("condition", text).put("on_true", onTrue);
    if (onFalse != null) {
      step.put("on_false", onFalse);
    }
    step.put("on_completion", next);
    return this;
  }

  /** Adds to a step that is there. */
  TestPlaybook with(String id, java.util.function.Consumer<ObjectNode> change) {
    change.accept(step(id));
    return this;
  }

  TestPlaybook outputs(String id, String... names) {
    var list = step(id).putArray("out_args");
    for (String name : names) {
      list.add(name);
    }
    return this;
  }

  TestPlaybook onFailure(String id, String next) {
    ObjectNode step = step(id);
    String success = step.get("on_completion").asString();
    step.remove("on_completion");
    step.put("on_success", success).put("on_failure", next);
    return this;
  }

  TestPlaybook extension(String id, java.util.function.Consumer<ObjectNode> change) {
    change.accept(step(id).putObject("step_extensions").putObject(EXTENSION));
    return this;
  }

  private ObjectNode action(String id, String type, String command) {
    ObjectNode step = step(id);
    step.putArray("commands").addObject().put("type", type).put("command", command);
    step.put("agent", "organization--1");
    return step;
  }

  private ObjectNode step(String id) {
    if (workflow.get(id) instanceof ObjectNode there) {
      return there;
    }
    return workflow
        .putObject(id)
        .put("type", id.substring(0, id.indexOf("--")))
        .put("name", "Bước " + id);
  }

  String json() {
    return root.toString();
  }
}
