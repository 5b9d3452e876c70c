package vn.lachan.playbooks.cacao;

import java.io.IOException;
import java.nio.file.Files;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.events.TestData;

/** A good playbook of each kind of step that is needed, to be spoilt in one place. */
record MutatedPlaybook(ObjectNode root) {
  static final String START = "start--00000000-0000-4000-8000-000000000000";
  static final String PARALLEL = "parallel--22222222-2222-4222-8222-222222222222";
  static final String ACTION = "action--11111111-1111-4111-8111-111111111111";
  static final String IF = "if-condition--33333333-3333-4333-8333-333333333333";
  static final String THEN = "action--12121212-1212-4212-8212-121212121212";
  static final String END = "end--99999999-9999-4999-8999-999999999999";
  static final String FREE = "end--90909090-9090-4090-8090-909090909090";
  static final String LINUX = "linux--55555555-5555-4555-8555-555555555555";
  static final String GROUP = "group--66666666-6666-4666-8666-666666666666";
  static final String UUID = "--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaab";
  static final String NOBODY = "end" + UUID;
  static final String AT = "/workflow/";

  static MutatedPlaybook base() throws IOException {
    String text = Files.readString(TestData.require("cacao/mutation-base.json"));
    return new MutatedPlaybook((ObjectNode) JsonMapper.shared().readTree(text));
  }

  ObjectNode step(String id) {
    return (ObjectNode) root.get("workflow").get(id);
  }

  /** The condition, replaced by a step of another type that leads to the same places. */
  ObjectNode instead(String type) {
    String id = type + UUID;
    ((ArrayNode) step(PARALLEL).get("next_steps")).set(1, id);
    ObjectNode workflow = (ObjectNode) root.get("workflow");
    ObjectNode old = (ObjectNode) workflow.remove(IF);
    return workflow
        .putObject(id)
        .put("type", type)
        .put("on_completion", old.get("on_completion").stringValue());
  }

  ObjectNode command() {
    return (ObjectNode) step(ACTION).get("commands").get(0);
  }

  ObjectNode command(String type, String property, String value) {
    return command().removeAll().put("type", type).put(property, value);
  }

  ObjectNode target() {
    return (ObjectNode) root.get("target_definitions").get(LINUX);
  }

  ObjectNode variable() {
    return (ObjectNode) root.get("playbook_variables").get("__ip__");
  }

  ObjectNode login(String type) {
    String id = type + UUID;
    target().put("authentication_info", id);
    return root.putObject("authentication_info_definitions").putObject(id).put("type", type);
  }

  ObjectNode signature() {
    return root.putArray("signatures").addObject().put("type", "jss");
  }

  ObjectNode step(String id, String property, String value) {
    return step(id).put(property, value);
  }

  ObjectNode variable(String name, String type) {
    return ((ObjectNode) root.get("playbook_variables")).putObject(name).put("type", type);
  }

  ObjectNode marking(String type) {
    root.putArray("markings").add(type + UUID);
    return root.putObject("data_marking_definitions")
        .putObject(type + UUID)
        .put("type", type)
        .put("created_by", "identity" + UUID)
        .put("created", "2025-01-01T00:00:00.000Z");
  }

  ObjectNode agent() {
    return (ObjectNode) root.get("agent_definitions").get(GROUP);
  }
}
