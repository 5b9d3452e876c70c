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
    ObjectNode target = definitions("target_definitions").putObject("http-api--1");
    target.put("type", "http-api").put("name", "đích");
    target.putObject("address").putArray("url").add(url);
    return this;
  }

  /** Another playbook than {@link #ID}. */
  TestPlaybook id(String last) {
    root.put("id", ID.substring(0, ID.length() - last.length()) + last);
    return this;
  }

  String id() {
    return root.get("id").asString();
  }

  TestPlaybook nested(String id, String playbook, String version, String next) {
    ObjectNode step = step(id).put("playbook_id", playbook).put("on_completion", next);
    if (!version.isEmpty()) {
      step.put("playbook_version", version);
    }
    return this;
  }

  TestPlaybook inputs(String id, String... names) {
    var list = step(id).putArray("in_args");
    for (String name : names) {
      list.add(name);
    }
    return this;
  }

  /** A command of that type, as a step. */
  TestPlaybook command(String id, String type, String text, String next) {
    ObjectNode step = action(id, type, text);
    if (type.equals("sigma") || type.equals("elastic")) {
      ObjectNode command = (ObjectNode) step.get("commands").get(0);
      command.remove("command");
      command.put(
          "command_b64",
          java.util.Base64.getEncoder()
              .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
    step.put("on_completion", next);
    return this;
  }

  /** Has a step work on a machine whose login is the secret {@code may}. */
  TestPlaybook machine(String id, String host, int port) {
    String address = host.matches("[0-9.]+") ? "ipv4" : "dname";
    definitions("target_definitions")
        .putObject("ssh--1")
        .put("type", "ssh")
        .put("name", "máy")
        .put("port", String.valueOf(port))
        .put("authentication_info", "user-auth--1")
        .putObject("address")
        .putArray(address)
        .add(host);
    login("user-auth--1", "user-auth", "may");
    step(id).putArray("targets").add("ssh--1");
    return this;
  }

  /** A login whose values are a secret of the vault. */
  TestPlaybook login(String id, String type, String secret) {
    definitions("authentication_info_definitions")
        .putObject(id)
        .put("type", type)
        .put("kms", true)
        .put("kms_key_identifier", secret);
    return this;
  }

  private ObjectNode definitions(String member) {
    return root.get(member) instanceof ObjectNode there ? there : root.putObject(member);
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
    ObjectNode step = step(id);
    ObjectNode extensions =
        step.get("step_extensions") instanceof ObjectNode there
            ? there
            : step.putObject("step_extensions");
    change.accept(
        extensions.get(EXTENSION) instanceof ObjectNode own
            ? own
            : extensions.putObject(EXTENSION));
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
