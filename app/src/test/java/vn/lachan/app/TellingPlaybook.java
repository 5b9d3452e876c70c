package vn.lachan.app;

/** A playbook whose one step tells the people on duty by mail. */
final class TellingPlaybook {
  static final String ID = "playbook--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7b10";

  /** The name of who is told; the settings say where they are. */
  static final String MAILBOX = "truc-ban";

  static String json() {
    String own = "extension-definition--74e0b66a-e25b-4aa0-8f1a-a5f52790f961";
    return """
    {"type": "playbook", "spec_version": "cacao-2.0", "id": "%s", "name": "Báo trực ban bằng thư",
     "description": "Chỉ dùng để thử.", "playbook_types": ["notification"],
     "created_by": "identity--bac8f0d3-16bc-4064-9028-bf91c9e6a919",
     "created": "2026-11-02T01:00:00.000Z", "modified": "2026-11-02T01:00:00.000Z",
     "playbook_variables": {"__incident_id__": {"type": "string", "external": true},
       "__so_may__": {"type": "integer", "value": "3", "external": true}},
     "workflow_start": "start--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a10",
     "workflow": {
       "start--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a10": {"type": "start",
         "on_completion": "action--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a11"},
       "action--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a11": {"type": "action", "name": "Gửi thư",
         "commands": [{"type": "email",
           "command": "Sự cố __incident_id__:value có __so_may__:value máy, xem trên Lá Chắn."}],
         "agent": "organization--ffec0c3f-fa5e-42e9-9bcf-942617bf40ac",
         "step_extensions": {"%s": {"retry": {"max": 5, "backoff": 200},
           "notice": {"to": ["%s"], "subject": "Cần trực: __incident_id__:value"}}},
         "on_completion": "end--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a12"},
       "end--5f7c6d1e-8f4b-4f0e-9d57-0c1f4b1d7a12": {"type": "end"}},
     "agent_definitions": {"organization--ffec0c3f-fa5e-42e9-9bcf-942617bf40ac": {
       "type": "organization", "name": "Công an tỉnh (cơ quan điều phối)",
       "agent_target_extensions": {"%s": {"unit_role": "DIEU_PHOI", "unit": "ca-tinh"}}}},
     "extension_definitions": {"%s": {"type": "extension-definition", "name": "Lá Chắn",
       "created_by": "identity--bac8f0d3-16bc-4064-9028-bf91c9e6a919",
       "schema": "docs/formats/playbook-extension.md", "version": "1.0.0"}}}
    """
        .formatted(ID, own, MAILBOX, own, own);
  }

  private TellingPlaybook() {}
}
