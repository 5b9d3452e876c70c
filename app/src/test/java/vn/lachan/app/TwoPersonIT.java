package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.TestPlatform.Person;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;

/** One person tries, through the API alone, to get done what needs two. */
@ExtendWith(SharedPlatform.class)
class TwoPersonIT {
  private final TestPlatform platform = SharedPlatform.platform();
  private Person asker;
  private Person second;
  private Person third;
  private String incident;

  @BeforeEach
  void openAnIncident() throws Exception {
    asker = platform.signedIn("hai.vai");
    second = platform.signedIn("dieu.phoi.hai");
    third = platform.signedIn("dieu.phoi.ba");
    incident =
        answer(
                asker.post(
                    "/api/incidents",
                    Map.of(
                        "title",
                        "Máy chủ bị chiếm",
                        "category",
                        "XN",
                        "severity",
                        "M2",
                        "detectedAt",
                        Instant.now().toString())))
            .get("id")
            .asString();
  }

  @Test
  void whoAskedDoesNotApproveNeitherWithAnotherRoleNorInAnotherSession() throws Exception {
    JsonNode waiting = waiting(start(CautiousPlaybook.ONE));
    assertThat(approve(asker, waiting)).as("with the other of their roles").isEqualTo(403);
    assertThat(approve(platform.signedIn("hai.vai"), waiting)).as("other session").isEqualTo(403);
    int shouted = platform.anybody().signIn("HAI.VAI", TestPlatform.PASSWORD).statusCode();
    assertThat(shouted).as("the same name written otherwise").isEqualTo(401);
    assertThat(approve(platform.signedIn("xa.mot"), waiting)).as("another unit").isEqualTo(404);
    assertThat(approve(platform.signedIn("phan.tich"), waiting)).as("no such role").isEqualTo(403);
    assertThat(waiting(waiting.get("runId").asString()).get("decisions")).isEmpty();

    assertThat(approve(second, waiting)).isEqualTo(204);
    awaitStep(waiting.get("runId").asString(), "WAITING_INPUT");
  }

  @Test
  void whoMayApproveHearsOfItOnce() throws Exception {
    String run = start(CautiousPlaybook.ONE);
    waiting(run);
    TestPlatform.await("the notice", () -> notices(second, run) > 0);
    assertThat(notices(second, run)).isEqualTo(1);
    assertThat(notices(platform.signedIn("xa.mot"), run)).as("another unit").isZero();
    assertThat(notices(platform.signedIn("phan.tich"), run)).as("no such role").isZero();
  }

  private static long notices(Person reader, String run) {
    try {
      return reader
          .json("/api/notices")
          .get("items")
          .valueStream()
          .filter(notice -> notice.get("kind").asString().equals("APPROVAL"))
          .filter(notice -> notice.get("link").asString().equals("/runs/" + run))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void twoMeansTwoPeopleHoweverOftenAndHowFastOneOfThemSaysYes() throws Exception {
    String run = start(CautiousPlaybook.TWO);
    JsonNode waiting = waiting(run);
    Person again = platform.signedIn("dieu.phoi.hai");
    List<CompletableFuture<Integer>> atOnce =
        List.of(second, again, second, again).stream()
            .map(person -> CompletableFuture.supplyAsync(() -> approvedBy(person, waiting)))
            .toList();
    assertThat(atOnce.stream().map(CompletableFuture::join).sorted().toList())
        .containsExactly(204, 403, 403, 403);
    assertThat(approve(asker, waiting)).isEqualTo(403);
    assertThat(waiting(run).get("decisions")).hasSize(1);

    assertThat(approve(third, waiting)).isEqualTo(204);
    awaitStep(run, "WAITING_INPUT");
  }

  @Test
  void aWordIsForWhatWasShownAndForNothingElse() throws Exception {
    JsonNode one = waiting(start(CautiousPlaybook.ONE));
    String other =
        answer(
                asker.post(
                    "/api/incidents/" + incident + "/runs",
                    Map.of(
                        "playbookId",
                        CautiousPlaybook.ONE.id(),
                        "variables",
                        Map.of("__may__", "may-99"))))
            .get("runId")
            .asString();
    JsonNode two = waiting(other);
    assertThat(two.get("command").asString()).contains("may-99");
    assertThat(two.get("digest")).isNotEqualTo(one.get("digest"));
    assertThat(approve(second, two, one.get("digest").asString()))
        .as("the word for another run, played again")
        .isIn(400, 422);
    assertThat(approve(second, two, "0".repeat(64))).isIn(400, 422);
    assertThat(approve(second, two, "")).isIn(400, 422);
    assertThat(approve(second, two)).isEqualTo(204);
    awaitStep(other, "WAITING_INPUT");
    assertThat(waiting(one.get("runId").asString()).get("decisions")).isEmpty();
  }

  @Test
  void aStepThatBecomesAnotherAfterTheWordNeedsANewOne() throws Exception {
    String run = start(CautiousPlaybook.CHANGING);
    JsonNode waiting = waiting(run);
    assertThat(approve(second, waiting)).isEqualTo(204);
    awaitStep(run, "WAITING_INPUT");
    TestPlatform.await("the task", () -> !step(run).path("taskId").asString("").isEmpty());
    String task = step(run).get("taskId").asString();
    answer(asker.post("/api/tasks/" + task + "/acknowledge", Map.of()));
    answer(
        asker.post(
            "/api/tasks/" + task + "/complete",
            Map.of("result", "Đã tìm", "outputs", Map.of("__may__", "may-khac"))));
    awaitStep(run, "WAITING_APPROVAL");
    JsonNode anew = waiting(run);
    assertThat(anew.get("command").asString()).contains("may-khac");
    assertThat(approve(second, anew, waiting.get("digest").asString()))
        .as("the word from before")
        .isIn(400, 422);
    assertThat(approve(asker, anew)).isEqualTo(403);
    assertThat(approve(third, anew)).isEqualTo(204);
    awaitStep(run, "WAITING_INPUT");
  }

  @Test
  void runningAgainTakesNobodyOutOfTheNumberOfThoseWhoAsked() throws Exception {
    String run = start(CautiousPlaybook.ONE);
    waiting(run);
    answer(asker.post("/api/runs/" + run + "/cancel", Map.of("reason", "thử cách khác")));
    TestPlatform.await("the end of the run", () -> state(run).equals("CANCELLED"));
    int number = step(run).get("number").asInt();
    String again =
        answer(second.post("/api/runs/" + run + "/steps/" + number + "/rerun", Map.of()))
            .get("runId")
            .asString();
    JsonNode waiting = waiting(again);
    assertThat(approve(second, waiting)).as("who ran it again").isEqualTo(403);
    assertThat(approve(asker, waiting)).as("who ran it first").isEqualTo(403);
    assertThat(approve(third, waiting)).isEqualTo(204);
  }

  @Test
  void anAdministratorCannotMakeTheSecondPersonForAnAct() throws Exception {
    Person administrator = platform.signedIn("quan.tri");
    String run = start(CautiousPlaybook.ONE);
    JsonNode waiting = waiting(run);
    assertThat(newPerson(administrator, "nguoi.moi")).isEqualTo(201);
    HttpResponse<String> late = said(platform.signedIn("nguoi.moi"), waiting);
    assertThat(late.statusCode()).isEqualTo(403);
    assertThat(late.body()).contains("sau khi có yêu cầu");

    JsonNode next = waiting(start(CautiousPlaybook.ONE));
    HttpResponse<String> early = said(platform.signedIn("nguoi.moi"), next);
    assertThat(early.statusCode()).isEqualTo(403);
    assertThat(early.body()).contains("24 giờ");

    answer(
        administrator.post(
            "/api/users/dieu.phoi.tu/password", Map.of("password", TestPlatform.PASSWORD)));
    assertThat(said(platform.signedIn("dieu.phoi.tu"), next).body())
        .as("a password that somebody else has set")
        .contains("đặt lại mật khẩu");
    assertThat(approve(second, next)).isEqualTo(204);
  }

  @Test
  void whoMadeAnAccountDoesNotHaveItAgree() throws Exception {
    platform
        .get(Accounts.class)
        .create(
            new Actor("hai.vai", "ca-tinh", List.of("DIEU_PHOI")),
            "cua.hai.vai",
            "Tài khoản do người yêu cầu lập",
            "ca-tinh",
            Set.of(Role.DIEU_PHOI),
            TestPlatform.PASSWORD);
    JsonNode waiting = waiting(start(CautiousPlaybook.ONE));
    HttpResponse<String> refused = said(platform.signedIn("cua.hai.vai"), waiting);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("do chính người yêu cầu lập");
  }

  private static int newPerson(Person administrator, String account) throws Exception {
    return administrator
        .post(
            "/api/users",
            Map.of(
                "account",
                account,
                "fullName",
                "Người mới",
                "unit",
                "ca-tinh",
                "roles",
                List.of("DIEU_PHOI"),
                "password",
                TestPlatform.PASSWORD))
        .statusCode();
  }

  private String start(CautiousPlaybook playbook) throws Exception {
    return answer(
            asker.post("/api/incidents/" + incident + "/runs", Map.of("playbookId", playbook.id())))
        .get("runId")
        .asString();
  }

  /** What waits in a run, as whoever asked sees it; waits until something does. */
  private JsonNode waiting(String run) throws Exception {
    awaitStep(run, "WAITING_APPROVAL");
    for (JsonNode each : asker.json("/api/approvals")) {
      if (each.get("runId").asString().equals(run)) {
        assertThat(each.get("refusal").asString())
            .isEqualTo("Người chạy kịch bản không được tự phê duyệt.");
        return each;
      }
    }
    throw new AssertionError("nothing waits in " + run);
  }

  private void awaitStep(String run, String state) throws InterruptedException {
    TestPlatform.await(
        state + " in " + run, () -> step(run).path("state").asString("").equals(state));
  }

  private JsonNode step(String run) {
    for (JsonNode each : json("/api/runs/" + run).get("steps")) {
      if (each.get("stepId").asString().equals(CautiousPlaybook.STEP)) {
        return each;
      }
    }
    return JsonMapper.shared().createObjectNode();
  }

  private String state(String run) {
    return json("/api/runs/" + run).get("state").asString();
  }

  private JsonNode json(String path) {
    try {
      return third.json(path);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static int approvedBy(Person person, JsonNode waiting) {
    try {
      return approve(person, waiting);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static int approve(Person person, JsonNode waiting) throws Exception {
    return approve(person, waiting, waiting.get("digest").asString());
  }

  private static int approve(Person person, JsonNode waiting, String digest) throws Exception {
    return said(person, waiting, digest).statusCode();
  }

  private static HttpResponse<String> said(Person person, JsonNode waiting) throws Exception {
    return said(person, waiting, waiting.get("digest").asString());
  }

  private static HttpResponse<String> said(Person person, JsonNode waiting, String digest)
      throws Exception {
    String path =
        "/api/playbook-runs/"
            + waiting.get("runId").asString()
            + "/steps/"
            + waiting.get("step").asInt()
            + "/approve";
    return person.post(path, Map.of("digest", digest));
  }

  private static JsonNode answer(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return response.body().isEmpty()
        ? JsonMapper.shared().createObjectNode()
        : JsonMapper.shared().readTree(response.body());
  }
}
