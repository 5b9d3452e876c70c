package vn.lachan.app;

/** Playbooks whose one step may not begin before other people agreed to it. */
enum CautiousPlaybook {
  /** One other person has to agree. */
  ONE("Khóa cổng dịch vụ, một người duyệt", 1, false, "1"),
  /** Two other people have to agree. */
  TWO("Khóa cổng dịch vụ, hai người duyệt", 2, false, "2"),
  /** As {@link #ONE}, and the second command names what the first one's answer says. */
  CHANGING("Khóa máy theo kết quả tìm, một người duyệt", 1, true, "3");

  static final String STEP = "action--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a01";

  private final String title;
  private final int people;
  private final boolean changing;
  private final String end;

  CautiousPlaybook(String title, int people, boolean changing, String end) {
    this.title = title;
    this.people = people;
    this.changing = changing;
    this.end = end;
  }

  String id() {
    return "playbook--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7b0" + end;
  }

  String title() {
    return title;
  }

  String json() {
    String own = "extension-definition--74e0b66a-e25b-4aa0-8f1a-a5f52790f961";
    String commands =
        changing
            ? """
            {"type": "manual", "command": "Tìm máy bị chiếm"},
            {"type": "manual", "command": "Khóa máy __may__:value"}\
            """
            : """
            {"type": "manual", "command": "Khóa cổng dịch vụ của máy __may__:value"}\
            """;
    return """
    {"type": "playbook", "spec_version": "cacao-2.0", "id": "%s", "name": "%s",
     "description": "Chỉ dùng để thử.", "playbook_types": ["mitigation"],
     "created_by": "identity--bac8f0d3-16bc-4064-9028-bf91c9e6a919",
     "created": "2026-11-02T01:00:00.000Z", "modified": "2026-11-02T01:00:00.000Z",
     "playbook_variables": {"__may__": {"type": "string", "value": "may-01", "constant": false, "external": true}},
     "workflow_start": "start--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a00",
     "workflow": {
       "start--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a00": {"type": "start", "on_completion": "%s"},
       "%s": {"type": "action", "name": "Khóa cổng dịch vụ",
         "commands": [%s], "agent": "organization--ffec0c3f-fa5e-42e9-9bcf-942617bf40ac",
         "out_args": [%s],
         "step_extensions": {"%s": {"destructive": true,
           "approval": {"roles": ["DIEU_PHOI", "CHU_QUAN"], "count": %d, "not_requester": true}}},
         "on_completion": "end--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a02"},
       "end--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a02": {"type": "end"}},
     "agent_definitions": {"organization--ffec0c3f-fa5e-42e9-9bcf-942617bf40ac": {
       "type": "organization", "name": "Công an tỉnh (cơ quan điều phối)",
       "agent_target_extensions": {"%s": {"unit_role": "DIEU_PHOI", "unit": "ca-tinh"}}}},
     "extension_definitions": {"%s": {"type": "extension-definition", "name": "Lá Chắn",
       "created_by": "identity--bac8f0d3-16bc-4064-9028-bf91c9e6a919",
       "schema": "docs/formats/playbook-extension.md", "version": "1.0.0"}}}
    """
        .formatted(
            id(),
            title,
            STEP,
            STEP,
            commands,
            changing ? "\"__may__\"" : "",
            own,
            people,
            own,
            own);
  }
}
