package vn.lachan.playbooks.cacao;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of CACAO 2.0 and their properties, as tables.
 *
 * <p>A property is written {@code name:kind}, with {@code =} and the first part of an identifier or
 * the shape of what is inside. {@code !} requires it, {@code +} requires it but a playbook runs
 * without, {@code ~} says that a value of another type does no harm to a run.
 */
enum Shape {
  PLAYBOOK(
      "type:text! spec_version:text! id:id=playbook! name:text! description:text~"
          + " playbook_types:texts~ playbook_activities:texts~"
          + " playbook_processing_summary:object=SUMMARY~ created_by:reference=identity!"
          + " created:time! modified:time! revoked:flag valid_from:time valid_until:time"
          + " derived_from:references=playbook~ related_to:references~ priority:percent"
          + " severity:percent impact:percent industry_sectors:texts~ labels:texts~"
          + " external_references:list=REFERENCE~ markings:references~ playbook_variables:object"
          + " workflow_start:link! workflow_exception:link workflow:object!"
          + " playbook_extensions:object authentication_info_definitions:object"
          + " agent_definitions:object target_definitions:object"
          + " extension_definitions:object data_marking_definitions:object signatures:objects~"),
  SUMMARY(
      "manual_playbook:flag~ external_playbooks:flag~ parallel_processing:flag~ if_logic:flag~"
          + " while_logic:flag~ switch_logic:flag~ temporal_logic:flag~ data_markings:flag~"
          + " digital_signatures:flag~ countersigned_signatures:flag~ extensions:flag~"),
  REFERENCE(
      "name:text+~ description:text~ source:text~ url:text~ external_id:text~ reference_id:text~"),
  CONTACT("email:text_map~ phone:text_map~ contact_details:text~"),
  LOCATION(
      "name:text~ description:text~ building_details:text~ network_details:text~ region:text~"
          + " country:text~ administrative_area:text~ city:text~ street_address:text~"
          + " postal_code:text~ latitude:text~ longitude:text~ precision:text~"),
  VARIABLE("type:text! description:text~ value:value~ constant:flag external:flag"),

  // Steps
  START(Common.STEP),
  END(Common.STEP),
  ACTION(Common.STEP + " commands:objects! agent:text! targets:texts in_args:texts out_args:texts"),
  PLAYBOOK_ACTION(
      Common.STEP + " playbook_id:id=playbook! playbook_version:time in_args:texts out_args:texts"),
  PARALLEL(Common.STEP + " next_steps:texts!"),
  IF_CONDITION(Common.STEP + " condition:text! on_true:link! on_false:link"),
  WHILE_CONDITION(Common.STEP + " condition:text! on_true:link!"),
  SWITCH_CONDITION(Common.STEP + " switch:text! cases:object!"),

  // Commands
  MANUAL(Common.COMMAND + " command:text command_b64:text"),
  BASH(Common.COMMAND + " command:text command_b64:text"),
  CALDERA_CMD(Common.COMMAND + " command:text command_b64:text"),
  POWERSHELL(Common.COMMAND + " command:text command_b64:text"),
  SSH(Common.COMMAND + " command:text command_b64:text"),
  ELASTIC(Common.COMMAND + " command_b64:text"),
  JUPYTER(Common.COMMAND + " command_b64:text"),
  KESTREL(Common.COMMAND + " command_b64:text"),
  SIGMA(Common.COMMAND + " command_b64:text"),
  YARA(Common.COMMAND + " command_b64:text"),
  HTTP_API(Common.COMMAND + " command:text! headers:text_lists content:text content_b64:text"),
  OPENC2_HTTP(Common.COMMAND + " command:text! headers:text_lists content_b64:text"),

  // Agents and targets
  GROUP_PLACE(Common.PLACE + " contact:object=CONTACT~"),
  INDIVIDUAL_PLACE(Common.PLACE + " contact:object=CONTACT~"),
  ORGANIZATION_PLACE(Common.PLACE + " contact:object=CONTACT~"),
  LOCATION_PLACE(Common.PLACE + " logical:texts~"),
  SECTOR_PLACE(Common.PLACE + " sector:text+~"),
  SECURITY_CATEGORY_PLACE(Common.PLACE + " category:texts+~"),
  HTTP_API_PLACE(Common.PLACE + Common.MACHINE),
  LINUX_PLACE(Common.PLACE + Common.MACHINE),
  SSH_PLACE(Common.PLACE + Common.MACHINE),
  NET_ADDRESS_PLACE(Common.PLACE + Common.MACHINE),

  // Authentication
  HTTP_BASIC_LOGIN(Common.LOGIN + " user_id:text password:text"),
  OAUTH2_LOGIN(Common.LOGIN + " oauth_header:text! token:text!"),
  USER_AUTH_LOGIN(Common.LOGIN + " username:text password:text private_key:text"),

  // Markings, extensions, signatures
  MARKING_STATEMENT(
      Common.MARKING
          + " name:text~ description:text~ external_references:list=REFERENCE~ statement:text+~"),
  MARKING_TLP(
      Common.MARKING
          + " name:text~ description:text~ external_references:list=REFERENCE~ tlpv2_level:text+~"),
  MARKING_IEP(
      Common.MARKING
          + " name:text+~ description:text+~ external_references:any+~ tlp:text+~"
          + " iep_version:any+~ start_date:moment+~ end_date:moment+~ encrypt_in_transit:text+~"
          + " permitted_actions:text+~ affected_party_notifications:text+~ attribution:text+~"
          + " unmodified_resale:text+~"),
  EXTENSION(
      "type:text+~ name:text+~ description:text~ created_by:reference=identity+~ schema:text+~"
          + " version:text+~ external_references:list=REFERENCE~"),
  OUR_PLAYBOOK("categories:texts"),
  OUR_PLACE("unit_role:text unit:text"),
  OUR_STEP(
      "unit_role:text mandatory:flag evidence:flag~ phase:text~ clock:text idempotent:flag"
          + " destructive:flag approval:object=OUR_APPROVAL compensation:text"
          + " retry:object=OUR_RETRY success:object=OUR_SUCCESS search:object=OUR_SEARCH"
          + " notice:object=OUR_NOTICE"),
  OUR_APPROVAL("roles:texts count:count not_requester:flag"),
  OUR_RETRY("max:count backoff:millis"),
  OUR_SUCCESS("status:numbers exit_codes:numbers matches:text"),
  OUR_SEARCH("from:text to:text limit:count"),
  OUR_NOTICE("to:texts subject:text"),
  SIGNATURE(
      "type:text+~ id:reference=jss+~ created_by:reference=identity~ created:time+~"
          + " modified:time+~ revoked:flag signee:text+~ valid_from:time valid_until:time"
          + " related_to:reference=playbook+~ related_version:time+~ hash_algorithm:text+~"
          + " algorithm:text+~ public_key:text~ public_cert_chain:texts~ cert_url:text~"
          + " thumbprint:text~ value:text+~ signature:object=SIGNATURE~");

  /** Where a step must be named. */
  static final Property LINK = new Property(Kind.LINK, "", true, false, false);

  /** Where a machine is found. */
  static final Property ADDRESSES = new Property(Kind.TEXTS, "", true, false, false);

  /** What an extension adds to an object. */
  static final Property EXTENSION_CONTENT = new Property(Kind.OBJECT, "", true, false, true);

  /** Properties that several shapes have. */
  private static final class Common {
    static final String STEP =
        "type:text! name:text~ description:text~ external_references:list=REFERENCE~ delay:millis"
            + " timeout:millis step_variables:object owner:reference=identity~ on_completion:link"
            + " on_success:link on_failure:link step_extensions:object";
    static final String COMMAND =
        "type:text! description:text~ version:text~ playbook_activity:text~"
            + " external_references:list=REFERENCE~";
    static final String PLACE =
        "type:text! name:text+~ description:text~ location:object=LOCATION~ agent_target_extensions:object";
    static final String MACHINE =
        " address:object+ port:text~ authentication_info:text category:texts~";
    static final String LOGIN =
        "type:text! name:text~ description:text~ kms:flag kms_key_identifier:text"
            + " authentication_info_extensions:object~";
    static final String MARKING =
        "type:text+~ id:reference~ created_by:reference=identity+~"
            + " created:time+~ revoked:flag~ valid_from:time~ valid_until:time~ labels:texts~"
            + " marking_extensions:object~";

    private Common() {}
  }

  /** What a property holds. */
  enum Kind {
    TEXT("chuỗi", "a text"),
    VALUE("chuỗi, đối tượng hoặc null", "a text, an object or null"),
    TEXTS("danh sách chuỗi", "a list of texts"),
    TEXT_LISTS("đối tượng gồm các danh sách chuỗi", "an object of lists of texts"),
    TEXT_MAP("đối tượng gồm các chuỗi", "an object of texts"),
    ID("mã định danh", "an identifier"),
    REFERENCE("mã định danh", "an identifier"),
    REFERENCES("danh sách mã định danh", "a list of identifiers"),
    LINK("mã định danh của một bước", "the identifier of a step"),
    TIME("thời điểm", "a timestamp"),
    COUNT("số nguyên từ 1 trở lên", "a whole number from 1"),
    NUMBERS("danh sách số nguyên", "a list of whole numbers"),
    FLAG("true hoặc false", "true or false"),
    PERCENT("số nguyên từ 0 đến 100", "a whole number from 0 to 100"),
    MOMENT("thời điểm hoặc null", "a timestamp or null"),
    MILLIS("số mili giây không âm", "a number of milliseconds, not negative"),
    OBJECT("đối tượng", "an object"),
    OBJECTS("danh sách đối tượng", "a list of objects"),
    LIST("danh sách đối tượng", "a list of objects"),
    ANY("giá trị", "a value");

    private final String vietnamese;
    private final String english;

    Kind(String vietnamese, String english) {
      this.vietnamese = vietnamese;
      this.english = english;
    }

    String vietnamese() {
      return vietnamese;
    }

    String english() {
      return english;
    }
  }

  /**
   * One property.
   *
   * @param detail first part of an identifier, or the name of a shape; empty for none
   * @param required whether it must be there
   * @param needed whether a run needs it when it is required
   * @param harmless whether a value of another type does no harm
   */
  record Property(Kind kind, String detail, boolean required, boolean needed, boolean harmless) {
    private static Property of(String text) {
      String plain = text.replaceAll("[!+~]", "");
      int cut = plain.indexOf('=');
      String kind = cut < 0 ? plain : plain.substring(0, cut);
      return new Property(
          Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
          cut < 0 ? "" : plain.substring(cut + 1),
          text.contains("!") || text.contains("+"),
          text.contains("!"),
          text.contains("~"));
    }
  }

  private final String table;

  Shape(String table) {
    this.table = table;
  }

  /** The tables as read, once. */
  private static final class Tables {
    private static final Map<Shape, Map<String, Property>> READ = read();

    private static Map<Shape, Map<String, Property>> read() {
      Map<Shape, Map<String, Property>> read = new EnumMap<>(Shape.class);
      for (Shape shape : values()) {
        Map<String, Property> properties = new LinkedHashMap<>();
        for (String entry : shape.table.trim().split(" ", -1)) {
          int cut = entry.indexOf(':');
          properties.put(entry.substring(0, cut), Property.of(entry.substring(cut + 1)));
        }
        read.put(shape, properties);
      }
      return read;
    }

    private Tables() {}
  }

  Map<String, Property> properties() {
    return Tables.READ.getOrDefault(this, Map.of());
  }

  /** The shape of a step of that type. */
  static Optional<Shape> ofStep(String type) {
    return named(type).filter(EnumSet.range(START, SWITCH_CONDITION)::contains);
  }

  /** The shape of a command of that type. */
  static Optional<Shape> ofCommand(String type) {
    return named(type).filter(EnumSet.range(MANUAL, OPENC2_HTTP)::contains);
  }

  /** The shape of an agent or target of that type. */
  static Optional<Shape> ofPlace(String type) {
    return named(type + "-place");
  }

  /** The shape of a data marking of that type. */
  static Optional<Shape> ofMarking(String type) {
    return named(type).filter(EnumSet.range(MARKING_STATEMENT, MARKING_IEP)::contains);
  }

  /** The shape of authentication information of that type. */
  static Optional<Shape> ofLogin(String type) {
    return named(type + "-login");
  }

  /** Whether it is of our extension. */
  boolean isOurs() {
    return name().startsWith("OUR_");
  }

  private static Optional<Shape> named(String word) {
    String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
    for (Shape shape : values()) {
      if (shape.name().equals(name)) {
        return Optional.of(shape);
      }
    }
    return Optional.empty();
  }
}
