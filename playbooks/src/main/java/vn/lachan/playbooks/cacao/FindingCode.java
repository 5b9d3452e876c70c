package vn.lachan.playbooks.cacao;

import java.util.Locale;
import vn.lachan.playbooks.cacao.CacaoProblem.Severity;

/**
 * Everything the import report can say, one constant a check, in Vietnamese and English.
 *
 * <p>An error keeps a playbook from being run; with warnings it runs. The places marked {@code %s}
 * are filled in, in the same order in both languages.
 */
public enum FindingCode {
  // The file
  TOO_LARGE(
      Severity.ERROR,
      "Kịch bản dài %s byte, vượt giới hạn %s byte.",
      "The playbook has %s bytes, more than the limit of %s bytes."),
  NOT_UTF8(Severity.ERROR, "Tệp không phải văn bản UTF-8.", "The file is not UTF-8 text."),
  NOT_JSON(
      Severity.ERROR,
      "Không phải JSON hợp lệ (dòng %s, cột %s).",
      "Not valid JSON (line %s, column %s)."),
  TOO_DEEP(
      Severity.ERROR,
      "JSON lồng nhau sâu hơn giới hạn %s tầng hoặc có giá trị quá dài.",
      "The JSON is nested deeper than the limit of %s levels, or has a value that is too long."),
  DUPLICATE_KEY(
      Severity.ERROR,
      "Một đối tượng JSON có hai thuộc tính trùng tên (dòng %s, cột %s).",
      "An object of the JSON has two members of one name (line %s, column %s)."),
  NOT_A_PLAYBOOK(
      Severity.ERROR,
      "Không phải kịch bản CACAO: thiếu \"type\": \"playbook\".",
      "Not a CACAO playbook: no \"type\": \"playbook\"."),
  NO_WORKFLOW(
      Severity.ERROR, "Kịch bản không có \"workflow\".", "The playbook has no \"workflow\"."),
  TOO_MANY_STEPS(
      Severity.ERROR,
      "Kịch bản có %s bước, vượt giới hạn %s bước.",
      "The playbook has %s steps, more than the limit of %s steps."),
  TOO_MANY_FINDINGS(
      Severity.WARNING,
      "Còn phát hiện khác; chỉ liệt kê %s phát hiện đầu tiên.",
      "There are more findings; only the first %s are listed."),
  BROKEN_TEXT(
      Severity.ERROR,
      "Chuỗi có nửa ký tự UTF-16 đứng một mình, không ký số được.",
      "A text holds half of a UTF-16 pair and cannot be signed."),
  INEXACT_NUMBER(
      Severity.WARNING,
      "Số này không giữ được chính xác ở dạng chuẩn tắc RFC 8785: %s.",
      "This number is not kept exactly by the canonical form of RFC 8785: %s."),

  HIDDEN_CHARACTER(
      Severity.WARNING,
      "Có ký tự không nhìn thấy hoặc đảo chiều chữ (%s): %s.",
      "There are characters that are invisible or turn the writing round (%s): %s."),
  HIDDEN_CHARACTER_RUN(
      Severity.ERROR,
      "Phần được chạy có ký tự không nhìn thấy hoặc đảo chiều chữ (%s): %s.",
      "What is run holds characters that are invisible or turn the writing round (%s): %s."),

  // The shape of objects
  UNKNOWN_PROPERTY(
      Severity.WARNING,
      "Thuộc tính không có trong CACAO 2.0: %s.",
      "Not a property of CACAO 2.0: %s."),
  MISSING_PROPERTY(
      Severity.ERROR, "Thiếu thuộc tính bắt buộc %s.", "The required property %s is missing."),
  MISSING_DETAIL(
      Severity.WARNING,
      "Thiếu thuộc tính %s mà CACAO yêu cầu; vẫn chạy được.",
      "Property %s, which CACAO requires, is missing; it runs without."),
  WRONG_TYPE(Severity.ERROR, "%s phải là %s.", "%s must be %s."),
  LOOSE_TYPE(
      Severity.WARNING, "%s phải là %s; vẫn chạy được.", "%s must be %s; it runs all the same."),
  EMPTY_LIST(
      Severity.WARNING,
      "%s rỗng; bỏ thuộc tính này nếu không có gì.",
      "%s is empty; leave the property out instead."),
  OUT_OF_RANGE(
      Severity.ERROR,
      "%s phải là số nguyên từ %s đến %s.",
      "%s must be a whole number from %s to %s."),
  BAD_IDENTIFIER(
      Severity.WARNING,
      "Mã định danh không có dạng loại--uuid: %s.",
      "The identifier does not look like type--uuid: %s."),
  WRONG_ID_PREFIX(
      Severity.ERROR,
      "Mã định danh phải bắt đầu bằng “%s--”: %s.",
      "The identifier must begin with \"%s--\": %s."),
  FOREIGN_ID_PREFIX(
      Severity.WARNING,
      "Mã định danh nên bắt đầu bằng “%s--”: %s.",
      "The identifier should begin with \"%s--\": %s."),
  KEY_AND_TYPE_DIFFER(
      Severity.ERROR,
      "Mã “%s” không khớp loại “%s”.",
      "The identifier \"%s\" does not fit the type \"%s\"."),
  DEFINITION_KEY(
      Severity.WARNING,
      "Mã “%s” nên bắt đầu bằng loại “%s”.",
      "The identifier \"%s\" should begin with the type \"%s\"."),
  NOT_A_TIMESTAMP(
      Severity.ERROR, "%s không phải thời điểm RFC 3339.", "%s is not a timestamp of RFC 3339."),
  TIMESTAMP_PRECISION(
      Severity.WARNING,
      "%s phải có đúng ba chữ số phần nghìn giây và kết thúc bằng Z.",
      "%s must have exactly three sub-second digits and end in Z."),
  TIME_ORDER(Severity.WARNING, "%s ở trước %s.", "%s is before %s."),
  NEVER_VALID(
      Severity.ERROR,
      "valid_until không ở sau valid_from; kịch bản không bao giờ có hiệu lực.",
      "valid_until is not after valid_from; the playbook is never valid."),

  // The playbook
  UNSUPPORTED_VERSION(
      Severity.ERROR,
      "Chỉ hỗ trợ cacao-2.0, không hỗ trợ “%s”; hãy chuyển kịch bản sang bản 2.0.",
      "Only cacao-2.0 is supported, not \"%s\"; convert the playbook to version 2.0."),
  VERSION_WORD(
      Severity.WARNING,
      "spec_version phải viết là “cacao-2.0”; “%s” được hiểu như vậy.",
      "spec_version must be written \"cacao-2.0\"; \"%s\" is read as that."),
  ACTIVITIES_MISSING(
      Severity.WARNING,
      "Có playbook_types thì phải có playbook_activities.",
      "playbook_types needs playbook_activities."),
  BARE_REFERENCE(
      Severity.WARNING,
      "Tài liệu tham chiếu chỉ có tên; cần thêm mô tả, nguồn, địa chỉ hoặc số hiệu.",
      "An external reference needs a description, source, address or number beside its name."),
  ACTIVITY_UNUSED(
      Severity.WARNING,
      "Không lệnh nào có playbook_activity %s đã nêu trong playbook_activities.",
      "No command has the playbook_activity %s that playbook_activities names."),
  SECTOR_UNLISTED(
      Severity.WARNING,
      "Lĩnh vực %s phải có cả trong industry_sectors của kịch bản.",
      "Sector %s must be in the industry_sectors of the playbook, too."),
  NAMED_ITSELF(Severity.WARNING, "%s nêu chính kịch bản này.", "%s names this playbook itself."),
  NOT_A_URL(Severity.WARNING, "Không phải địa chỉ URL: %s.", "Not a URL: %s."),
  NAMED_TWICE(Severity.WARNING, "%s nêu hai lần: %s.", "%s names one thing twice: %s."),
  ID_DIFFERS(
      Severity.WARNING,
      "id “%s” khác với mã dùng làm khóa “%s”.",
      "The id \"%s\" is not its key \"%s\"."),
  TYPE_WORD(
      Severity.WARNING, "type phải là “%s”, không phải “%s”.", "type must be \"%s\", not \"%s\"."),
  SUMMARY_MISMATCH(
      Severity.WARNING,
      "playbook_processing_summary nói %s là %s nhưng nội dung thì ngược lại.",
      "playbook_processing_summary says %s is %s, the content says otherwise."),
  MARKING_UNDEFINED(
      Severity.WARNING,
      "Nhãn dữ liệu chưa được định nghĩa: %s.",
      "The data marking is not defined: %s."),
  MARKING_LEVEL(Severity.WARNING, "Không phải mức của TLP 2.0: %s.", "Not a level of TLP 2.0: %s."),
  MARKING_TYPE(
      Severity.WARNING,
      "Loại nhãn dữ liệu không có trong CACAO: %s.",
      "Not a data marking of CACAO: %s."),
  MARKING_MIXED_UP(
      Severity.WARNING,
      "Mã này do OASIS đặt cho %s nhưng kịch bản ghi %s.",
      "OASIS published this identifier for %s, the playbook says %s."),
  MARKING_CONFLICT(
      Severity.WARNING,
      "Kịch bản mang nhiều mức TLP trái nhau: %s.",
      "The playbook has several levels of TLP: %s."),
  EXTENSION_UNDEFINED(
      Severity.WARNING,
      "Phần mở rộng chưa được định nghĩa: %s.",
      "The extension is not defined: %s."),
  SIGNATURE_OF_ANOTHER(
      Severity.WARNING,
      "%s của chữ ký không phải của kịch bản này: %s.",
      "%s of the signature is not that of this playbook: %s."),
  SIGNATURE_UNUSABLE(
      Severity.WARNING,
      "%s của chữ ký không dùng được nên không kiểm tra được chữ ký: %s.",
      "%s of the signature cannot be used, so it cannot be verified: %s."),
  START_UNDEFINED(
      Severity.ERROR,
      "workflow_start không chỉ tới một bước start: %s.",
      "workflow_start does not point at a start step: %s."),
  EXCEPTION_UNDEFINED(
      Severity.ERROR,
      "workflow_exception chỉ tới bước không có: %s.",
      "workflow_exception points at a step that is not there: %s."),
  PARTS_MISSING(
      Severity.ERROR,
      "Kịch bản cần ít nhất một bước start, một bước action hoặc playbook-action và một bước end.",
      "A playbook needs a start step, an action or playbook-action step and an end step."),
  OTHER_START(
      Severity.WARNING,
      "Có bước start khác ngoài workflow_start; bước này không bao giờ được chạy.",
      "Another start step than workflow_start; it never runs."),

  // Steps
  STEP_TYPE_UNKNOWN(
      Severity.WARNING,
      "Loại bước không có trong CACAO, bị từ chối khi chạy tới: %s.",
      "Unknown step type, refused when a run reaches it: %s."),
  POINTER_DANGLING(
      Severity.ERROR, "Chỉ tới bước không có: %s.", "Points at a step that is not there: %s."),
  POINTS_AT_START(
      Severity.ERROR, "Không được chỉ về bước start: %s.", "Points back at a start step: %s."),
  START_POINTERS(
      Severity.ERROR,
      "Bước start phải có on_completion và không có on_success, on_failure.",
      "A start step has on_completion and neither on_success nor on_failure."),
  END_POINTERS(
      Severity.ERROR, "Bước end không được chỉ tới bước khác.", "An end step points at no step."),
  POINTERS_EXCLUSIVE(
      Severity.ERROR,
      "Không dùng on_completion cùng on_success hoặc on_failure.",
      "on_completion excludes on_success and on_failure."),
  NO_NEXT_STEP(
      Severity.ERROR, "Bước không chỉ tới bước tiếp theo nào.", "The step points at no next step."),
  NO_WAY_ON(
      Severity.WARNING,
      "Chỉ có on_failure: làm xong thì nhánh kết thúc mà không qua bước end.",
      "Only on_failure: after success the branch is over without an end step."),
  NO_WAY_AFTER(
      Severity.WARNING,
      "Sau các nhánh không còn bước nào: đường đi kết thúc ở đây mà không qua bước end.",
      "Nothing comes after the branches: the way is over here without an end step."),
  ONE_BRANCH(
      Severity.ERROR,
      "Bước parallel cần ít nhất hai nhánh.",
      "A parallel step needs at least two branches."),
  REPEATED_BRANCH(
      Severity.WARNING,
      "Bước parallel gọi một nhánh hai lần: %s.",
      "A parallel step names one branch twice: %s."),
  NO_CASES(Severity.ERROR, "Bước switch không có nhánh nào.", "A switch step has no cases."),
  SWITCH_VARIABLE(
      Severity.ERROR,
      "switch phải là một biến có dạng __ten__:value.",
      "switch must be one variable, written __name__:value."),
  CONDITION_MISSING(Severity.ERROR, "Thiếu điều kiện.", "The condition is missing."),
  CONDITION_SYNTAX(
      Severity.ERROR,
      "Điều kiện không đọc được, từ ký tự %s (%s).",
      "The condition cannot be read from character %s: %s."),
  CONDITION_LOOSE(
      Severity.WARNING,
      "Điều kiện viết %s mà ngữ pháp không có; được hiểu là %s.",
      "The condition has %s, which the grammar does not know; read as %s."),
  CONDITION_TYPE(
      Severity.WARNING,
      "Điều kiện so biến %s (kiểu %s) với giá trị không thuộc kiểu đó.",
      "The condition compares variable %s (%s) with a value that is none of its type."),
  CONDITION_ALONE(
      Severity.WARNING,
      "Điều kiện chỉ có biến %s mà không so sánh; được hiểu là %1$s:value = true.",
      "The condition is variable %s without a comparison; read as %1$s:value = true."),
  CONDITION_FIXED(
      Severity.WARNING,
      "Điều kiện không hỏi biến nào nên lúc nào cũng cho một kết quả.",
      "The condition asks for no variable, so its answer is always the same."),
  SAME_BRANCHES(
      Severity.WARNING,
      "on_true và on_false là cùng một bước; điều kiện không quyết định gì.",
      "on_true and on_false are the same step; the condition decides nothing."),
  CASE_TYPE(
      Severity.WARNING,
      "Trường hợp “%s” không bao giờ xảy ra: biến %s có kiểu %s.",
      "Case \"%s\" never occurs: variable %s is of type %s."),
  AGENT_UNDEFINED(
      Severity.ERROR, "Tác nhân chưa được định nghĩa: %s.", "The agent is not defined: %s."),
  TARGET_UNDEFINED(
      Severity.ERROR, "Đích chưa được định nghĩa: %s.", "The target is not defined: %s."),
  TARGET_MISSING(
      Severity.WARNING,
      "Đích chưa được định nghĩa: %s; bước này đằng nào cũng bị từ chối khi chạy tới.",
      "The target is not defined: %s; the step is refused anyway when a run reaches it."),
  TARGET_UNREACHABLE(
      Severity.WARNING,
      "Đích %s thuộc loại %s, không có địa chỉ để lệnh này gọi tới; bị từ chối khi chạy tới.",
      "Target %s is of type %s and has no address to call; refused when a run reaches it."),
  SKETCHED_STEP(
      Severity.WARNING,
      "Bước mới chỉ phác ra, chưa có %s; bị từ chối khi chạy tới.",
      "The step is only sketched, without %s; refused when a run reaches it."),
  NO_COMMANDS(Severity.ERROR, "Bước action không có lệnh.", "An action step has no command."),
  PLAYBOOK_RECURSION(
      Severity.ERROR,
      "Bước playbook-action gọi lại chính kịch bản này.",
      "The playbook-action calls this same playbook."),
  PLAYBOOK_CIRCLE(
      Severity.ERROR,
      "Các kịch bản gọi vòng nhau: %s.",
      "Playbooks call each other in a circle: %s."),
  PLAYBOOK_MISSING(
      Severity.WARNING,
      "Kịch bản được gọi chưa có trong thư viện, bước bị từ chối khi chạy tới: %s.",
      "The playbook that is called is not in the library, a run refuses the step: %s."),
  UNREACHABLE_STEP(
      Severity.WARNING, "Không có đường nào dẫn tới bước này.", "No way leads to this step."),
  CYCLE(
      Severity.ERROR,
      "Các bước quay vòng mà không qua bước while-condition.",
      "The steps form a cycle outside of a while-condition."),
  SHARED_END(
      Severity.WARNING,
      "Nhiều nhánh dùng chung một bước end; mỗi nhánh nên có bước end riêng.",
      "Branches share one end step; each should have its own."),
  RUNS_TWICE(
      Severity.WARNING,
      "Bước %s nằm trên hai đường cùng được đi (hai nhánh song song, hoặc trong nhánh và sau nhánh) nên chạy hai lần.",
      "Step %s is on two ways that are both taken (parallel branches, or in a branch and after it) and runs twice."),
  ENDLESS_LOOP(
      Severity.WARNING,
      "Không bước nào trong vòng lặp ghi biến của điều kiện; vòng lặp chỉ dừng ở giới hạn.",
      "No step in the loop writes a variable of the condition; the loop stops at the limit only."),
  PARALLEL_WRITES(
      Severity.ERROR,
      "Hai nhánh song song cùng ghi biến %s.",
      "Two parallel branches write variable %s."),

  // Commands
  COMMAND_MISSING(
      Severity.ERROR,
      "Lệnh %s cần command hoặc command_b64.",
      "A command of type %s needs command or command_b64."),
  COMMAND_B64_MISSING(
      Severity.ERROR, "Lệnh %s cần command_b64.", "A command of type %s needs command_b64."),
  COMMAND_TWICE(
      Severity.WARNING,
      "Vừa có %s vừa có %s_b64; chỉ dùng %3$s.",
      "Both %s and %s_b64 are given; only %3$s is used."),
  CONTENT_MISSING(
      Severity.ERROR, "Lệnh openc2-http cần content_b64.", "openc2-http needs content_b64."),
  NOT_BASE64(Severity.ERROR, "%s không phải base64.", "%s is not base64."),
  HTTP_START_LINE(
      Severity.ERROR,
      "Dòng đầu HTTP phải có dạng \"%s /duong-dan HTTP/1.1\".",
      "The HTTP start line must look like \"%s /path HTTP/1.1\"."),
  HTTP_METHOD(
      Severity.WARNING, "Phương thức HTTP lạ: %s.", "Not a method of HTTP that is known: %s."),
  NO_RULE(
      Severity.WARNING,
      "Nội dung không phải luật Sigma (không có detection hay correlation).",
      "The content is no rule of Sigma (neither detection nor correlation)."),
  CONTENT_FORMAT(
      Severity.WARNING,
      "Content-Type ghi JSON nhưng %s không phải JSON.",
      "The Content-Type says JSON, %s is none."),
  HEADER_VALUE(
      Severity.ERROR,
      "Giá trị của trường HTTP %s có ký tự điều khiển hoặc xuống dòng.",
      "The value of HTTP header %s has control characters or more than one line."),
  NOT_TEXT(
      Severity.ERROR,
      "%s giải mã ra không phải văn bản UTF-8.",
      "%s is not the base64 of UTF-8 text."),
  HEADER_NAME(
      Severity.ERROR, "Tên trường HTTP không hợp lệ: %s.", "Not the name of an HTTP header: %s."),
  COMMAND_UNSUPPORTED(
      Severity.WARNING,
      "Loại lệnh chưa chạy được, bị từ chối khi chạy tới: %s.",
      "This type of command is not run yet, refused when a run reaches it: %s."),

  // Variables
  VARIABLE_NAME(
      Severity.ERROR,
      "Tên biến phải có dạng __ten__: %s.",
      "A variable name must look like __name__: %s."),
  VARIABLE_TYPE(
      Severity.WARNING, "Kiểu biến không có trong CACAO: %s.", "Not a variable type of CACAO: %s."),
  VARIABLE_VALUE(
      Severity.ERROR, "Giá trị của %s không đúng kiểu %s.", "The value of %s is not a %s."),
  VARIABLE_UNDECLARED(
      Severity.ERROR, "Biến chưa được khai báo: %s.", "The variable is not declared: %s."),
  VARIABLE_UNFILLED(
      Severity.WARNING,
      "Thiếu :value sau %s nên biến không được thay bằng giá trị.",
      "Without :value behind it, %s is not replaced by its value."),
  VARIABLE_OLD(
      Severity.WARNING,
      "%s là cách viết biến của CACAO 1, không được thay bằng giá trị.",
      "%s is how CACAO 1 writes a variable; it is not replaced by a value."),
  VARIABLE_SHADOWED(
      Severity.WARNING,
      "Bước khai báo lại biến %s của kịch bản; bước này chỉ thấy biến của nó.",
      "The step declares variable %s of the playbook again and sees its own only."),
  EXTERNAL_IN_STEP(
      Severity.WARNING,
      "external chỉ có nghĩa ở biến của kịch bản; không ai được hỏi giá trị của %s.",
      "external means something for variables of the playbook only; nobody is asked for %s."),
  ARGUMENT_UNDECLARED(
      Severity.WARNING,
      "Biến trong %s chưa được khai báo, bị bỏ qua khi chạy: %s.",
      "A variable of %s is not declared, a run ignores it: %s."),
  CONSTANT_OVERWRITTEN(Severity.ERROR, "Ghi đè hằng %s.", "The constant %s is overwritten."),
  CONSTANT_WITHOUT_VALUE(
      Severity.WARNING,
      "Hằng %s không có giá trị và không nhận từ bên ngoài.",
      "The constant %s has no value and is not given from outside."),

  // Agents, targets, authentication, our extension
  PORT(
      Severity.ERROR,
      "Cổng không phải số từ 1 đến 65535: %s.",
      "The port is not a number from 1 to 65535: %s."),
  ADDRESS(Severity.WARNING, "Địa chỉ %s không hợp lệ: %s.", "Not a valid address of kind %s: %s."),
  ADDRESS_KIND(
      Severity.WARNING,
      "Loại địa chỉ không có trong CACAO: %s.",
      "Not a kind of address of CACAO: %s."),
  AUTHENTICATION_UNDEFINED(
      Severity.ERROR,
      "Thông tin xác thực chưa được định nghĩa: %s.",
      "The authentication information is not defined: %s."),
  PLACE_VALUE(Severity.WARNING, "%s không hợp lệ: %s.", "Not a valid %s: %s."),
  LOGIN_MISSING(
      Severity.WARNING,
      "Đích %s không có thông tin xác thực; lệnh bị từ chối khi chạy tới.",
      "Target %s says nothing of how to log in; a run refuses the command."),
  LOGIN_UNSUPPORTED(
      Severity.WARNING,
      "Kiểu xác thực chưa hỗ trợ, bị từ chối khi chạy tới: %s.",
      "This type of authentication is not supported, refused when a run reaches it: %s."),
  LOGIN_EMPTY(
      Severity.WARNING,
      "Thông tin xác thực không có tên đăng nhập, mật khẩu, mã hay kho khóa nào.",
      "The authentication information has no user, password, token or key of the vault."),
  VAULT_FLAG(
      Severity.WARNING,
      "kms_key_identifier chỉ có nghĩa khi kms là true; bị bỏ qua.",
      "kms_key_identifier means something only with kms true; it is ignored."),
  VAULT_WINS(
      Severity.WARNING,
      "Đã lấy từ kho khóa (kms) thì không được ghi %s; giá trị này bị bỏ qua.",
      "With kms the key store gives the values: %s must not be there and is ignored."),
  LITERAL_SECRET(
      Severity.ERROR,
      "%s ghi thẳng trong kịch bản; phải lấy từ biến hoặc kho khóa (kms).",
      "%s stands in the playbook itself; it must come from a variable or the key store (kms)."),
  COMPENSATION_STEP(
      Severity.ERROR,
      "Bước hoàn tác phải là một bước action khác của kịch bản: %s.",
      "The compensation must be another action step of the playbook: %s."),
  RETRY_UNREPEATABLE(
      Severity.WARNING,
      "Bước có retry nhưng không khai idempotent; lệnh không tự lặp lại được thì không thử lại.",
      "A retry without idempotent: commands that may not be repeated are not tried again."),
  SUCCESS_EXPRESSION(
      Severity.ERROR,
      "Tiêu chí thành công không phải biểu thức RE2: %s.",
      "The success criterion is not an expression of RE2: %s."),
  NOTICE_INCOMPLETE(
      Severity.ERROR,
      "Lệnh %s cần phần mở rộng notice có danh sách to.",
      "A command of type %s needs the extension's notice with a list to."),
  EXTENSION_PROPERTY(
      Severity.WARNING,
      "Phần mở rộng của nền tảng không có thuộc tính %s; bị bỏ qua.",
      "The extension of this platform has no property %s; it is ignored."),
  EXTENSION_WORD(
      Severity.WARNING,
      "Giá trị %s của phần mở rộng không được biết: %s.",
      "Value of %s of the extension is not known: %s.");

  private final Severity severity;
  private final String vietnamese;
  private final String english;

  FindingCode(Severity severity, String vietnamese, String english) {
    this.severity = severity;
    this.vietnamese = vietnamese;
    this.english = english;
  }

  public Severity severity() {
    return severity;
  }

  /** The word of the report, for example {@code pointer-dangling}; never changes its meaning. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The text with its places open, in Vietnamese. */
  public String vietnamese() {
    return vietnamese;
  }

  /** The text with its places open, in English. */
  public String english() {
    return english;
  }
}
