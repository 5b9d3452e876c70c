package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.command.BackupCommand;

/** A plan of one unit, with a snapshot, a drill and a request that waits for a second person. */
record UnitBackup(String plan, String drill, String approval, String snapshot) {
  private static final String PLAN = "ho-so-rieng";

  /** Writes the plan and makes its repository; returns the setting that names it. */
  static Map<String, String> prepare(Path folder, String unit, String name) throws IOException {
    Files.createDirectories(folder.resolve("ho-so"));
    Files.writeString(folder.resolve("ho-so/to-khai.xml"), "tờ khai");
    Path plans = folder.resolve("sao-luu.yml");
    Files.writeString(
        plans,
        """
        plans:
          - id: %s
            name: Hồ sơ %s
            system: motcua
            unit: "%s"
            owner: %s
            folders: [ho-so]
            targets:
              - {name: Tại chỗ, repository: kho-1, password-file: kho.password}
            schedule: {backup: "0 0 1 * * ?"}
            retention: {daily: 7, within: 60d, keep-drilled: 1}
            rpo: 24h
            rto: 4h
        """
            .formatted(PLAN, name, unit, name));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> words =
        List.of(
            "init",
            "--repo",
            folder.resolve("kho-1").toString(),
            "--password-file",
            folder.resolve("kho.password").toString(),
            "--new-password");
    assertThat(
            new BackupCommand(BackupSettings.DEFAULT, Clock.systemUTC(), entry -> {})
                .run(words, print, print))
        .as(out.toString(StandardCharsets.UTF_8))
        .isZero();
    return Map.of("lachan.backup.plans", plans.toString());
  }

  /** Backs up, drills, and asks for the snapshot to be forgotten. */
  static UnitBackup done(TestPlatform.Person operator) throws Exception {
    duty(operator, "run", "/plan/lastRun");
    duty(operator, "drill", "/plan/lastDrill");
    String snapshot =
        operator.json("/api/backups/" + PLAN + "/snapshots").get(0).get("id").asString();
    HttpResponse<String> asked =
        operator.post(
            "/api/backup-approvals",
            Map.of(
                "planId",
                PLAN,
                "action",
                "FORGET",
                "target",
                "Tại chỗ",
                "snapshots",
                List.of(snapshot),
                "reason",
                "bản thử"));
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
    return new UnitBackup(
        PLAN,
        operator.json("/api/drills").get(0).get("id").asString(),
        operator.json("/api/backup-approvals").get(0).get("id").asString(),
        snapshot);
  }

  private static void duty(TestPlatform.Person operator, String what, String last)
      throws Exception {
    HttpResponse<String> asked = operator.post("/api/backups/" + PLAN + "/" + what, Map.of());
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
    for (int i = 0; i < 1200; i++) {
      JsonNode now = operator.json("/api/backups/" + PLAN);
      if (!now.at("/plan/busy").asBoolean() && !now.at(last).isNull()) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("waited too long for " + what);
  }
}
