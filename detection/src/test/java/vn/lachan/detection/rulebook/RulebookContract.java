package vn.lachan.detection.rulebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.detection.rulebook.TestBook.LAN;
import static vn.lachan.detection.rulebook.TestBook.LOGIN;
import static vn.lachan.detection.rulebook.TestBook.LOGIN_RULE;
import static vn.lachan.detection.rulebook.TestBook.MINH;
import static vn.lachan.detection.rulebook.TestBook.USB;
import static vn.lachan.detection.rulebook.TestBook.USB_RULE;
import static vn.lachan.detection.rulebook.TestBook.USB_TESTS;
import static vn.lachan.detection.rulebook.TestBook.delivered;
import static vn.lachan.detection.rulebook.TestBook.rule;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Findings;
import vn.lachan.detection.ModerationStats;
import vn.lachan.detection.More;
import vn.lachan.detection.Suppression;
import vn.lachan.detection.rulebook.RulebookException.Reason;

/** What a rulebook does on every database. */
interface RulebookContract {

  /** Returns an empty database; called once for each test. */
  DataSource dataSource();

  private TestBook empty() {
    return new TestBook(dataSource(), delivered());
  }

  private TestBook withUsb() {
    TestBook test = empty();
    test.book.create(LAN, new RuleDraft(USB_RULE, USB_TESTS, "bản đầu"));
    return test;
  }

  private static RulebookException refused(Reason reason, ThrowingCallable call) {
    RulebookException[] thrown = new RulebookException[1];
    assertThatExceptionOfType(RulebookException.class)
        .isThrownBy(call)
        .satisfies(e -> {
          assertThat(e.reason()).isEqualTo(reason);
          thrown[0] = e;
        });
    return thrown[0];
  }

  @Test
  default void aRuleGoesFromDraftToTestedToEnabledToRetired() {
    TestBook test = withUsb();
    assertThat(test.alerts("cam_usb")).isEmpty();

    assertThat(test.move(USB, RuleState.TESTED, "").state()).isEqualTo(RuleState.TESTED);
    assertThat(test.alerts("cam_usb")).isEmpty();
    assertThat(test.move(USB, RuleState.ENABLED, "").running()).isEqualTo(1);
    assertThat(test.alerts("cam_usb")).containsExactly(USB);
    assertThat(test.move(USB, RuleState.RETIRED, "không còn dùng USB").running()).isNull();
    assertThat(test.alerts("cam_usb")).isEmpty();

    assertThat(test.acts).containsExactly("rule.create", "rule.test", "rule.enable", "rule.retire");
  }

  @Test
  default void aRuleCannotRunWhileItsTestsFail() {
    TestBook test = empty();
    test.book.create(LAN, new RuleDraft(USB_RULE, USB_TESTS.replace("expect: 1", "expect: 2"), ""));
    RulebookException failing =
        refused(Reason.RULE_TESTS_FAIL, () -> test.move(USB, RuleState.TESTED, ""));
    assertThat(failing.tests().orElseThrow().cases())
        .extracting("expected", "alerts")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, 1), org.assertj.core.groups.Tuple.tuple(0, 0));
    refused(Reason.RULE_TESTS_FAIL, () -> test.move(USB, RuleState.ENABLED, "gấp"));
    assertThat(test.alerts("cam_usb")).isEmpty();
  }

  @Test
  default void aRuleNeedsACaseThatFiresAndANearMiss() {
    TestBook test = empty();
    String onlyFiring = USB_TESTS.substring(0, USB_TESTS.indexOf("  - name: Việc khác"));
    test.book.create(LAN, new RuleDraft(USB_RULE, onlyFiring, ""));
    RulebookException gap =
        refused(Reason.RULE_TESTS_FAIL, () -> test.move(USB, RuleState.ENABLED, "gấp"));
    assertThat(gap.tests().orElseThrow().gaps()).singleElement().asString().contains("near miss");
    test.book.addVersion(LAN, USB, new RuleDraft(USB_RULE, "", ""), test.entry(USB).revision());
    refused(Reason.RULE_TESTS_FAIL, () -> test.move(USB, RuleState.ENABLED, "gấp"));
  }

  @Test
  default void whatRunsGoesOnUntilTheNewVersionIsEnabled() {
    TestBook test = withUsb();
    test.move(USB, RuleState.ENABLED, "");
    Alert first = test.see("cam_usb", "success", "lan").alerts().getFirst();
    RuleEntry edited =
        test.book.addVersion(
            MINH,
            USB,
            new RuleDraft(
                USB_RULE.replace("cam_usb", "rut_usb"),
                USB_TESTS.replace("cam_usb", "rut_usb"),
                "rút thay vì cắm"),
            test.entry(USB).revision());

    assertThat(edited.state()).isEqualTo(RuleState.DRAFT);
    assertThat(edited.running()).isEqualTo(1);
    assertThat(test.alerts("cam_usb")).containsExactly(USB);
    test.move(USB, RuleState.ENABLED, "");
    assertThat(test.alerts("cam_usb")).isEmpty();
    assertThat(test.alerts("rut_usb")).containsExactly(USB);
    assertThat(test.book.version(USB, first.ruleVersion()).text()).isEqualTo(USB_RULE);
    assertThat(test.book.versions(USB))
        .extracting(RuleVersion::number, RuleVersion::author, RuleVersion::note)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, "minh", "rút thay vì cắm"),
            org.assertj.core.groups.Tuple.tuple(1, "lan", "bản đầu"));
  }

  @Test
  default void anOldVersionComesBackAsTheNewestDraft() {
    TestBook test = withUsb();
    test.book.addVersion(LAN, USB, new RuleDraft(USB_RULE + "# ghi chú\n", USB_TESTS, ""), 1);
    RuleEntry restored = test.book.restore(LAN, USB, 1, "trở lại", 2);
    assertThat(restored.current()).isEqualTo(3);
    assertThat(restored.state()).isEqualTo(RuleState.DRAFT);
    assertThat(test.book.current(restored).text()).isEqualTo(USB_RULE);
  }

  @Test
  default void twoPeopleCannotChangeTheSameRevision() {
    TestBook test = withUsb();
    test.book.move(LAN, USB, RuleState.TESTED, "", 1);
    refused(Reason.RULE_STALE, () -> test.book.move(MINH, USB, RuleState.ENABLED, "", 1));
    refused(
        Reason.RULE_STALE,
        () -> test.book.addVersion(MINH, USB, new RuleDraft(USB_RULE, USB_TESTS, ""), 1));
    refused(Reason.RULE_STALE, () -> test.book.suppress(MINH, USB, SuppressionChoice.NEVER, 1));
  }

  @Test
  default void aTextThatIsNoRuleIsRefusedWithItsPlace() {
    TestBook test = empty();
    RulebookException refused =
        refused(
            Reason.RULE_INVALID,
            () ->
                test.book.create(
                    LAN,
                    new RuleDraft(USB_RULE.replace("condition: sel", "condition: se"), "", "")));
    assertThat(refused.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(7));
    refused(
        Reason.RULE_ID_MISSING,
        () -> test.book.create(LAN, new RuleDraft(USB_RULE.replaceFirst("id: .*\n", ""), "", "")));
    refused(Reason.RULE_INVALID, () -> test.book.create(LAN, new RuleDraft("", USB_TESTS, "")));
    assertThat(test.book.all()).isEmpty();
  }

  @Test
  default void theIdOfARuleStays() {
    TestBook test = withUsb();
    refused(Reason.RULE_EXISTS, () -> test.book.create(LAN, new RuleDraft(USB_RULE, "", "")));
    refused(
        Reason.RULE_ID_CHANGED,
        () -> test.book.addVersion(LAN, USB, new RuleDraft(rule(LOGIN, "Khác", "x"), "", ""), 1));
  }

  @Test
  default void aRuleThatOthersNeedCannotBeRetired() {
    String correlation =
        """
        title: USB nhiều lần
        id: nhieu-usb
        correlation: {type: event_count, rules: [%s], group-by: [user.name], timespan: 1h, condition: {gte: 2}}
        """
            .formatted(USB);
    TestBook test = new TestBook(dataSource(), delivered(USB_RULE, correlation));
    RulebookException breaks =
        refused(Reason.RULE_BREAKS_OTHERS, () -> test.move(USB, RuleState.RETIRED, "thử"));
    assertThat(breaks.problems()).extracting(RuleProblem::rule).containsExactly("nhieu-usb");
    test.see("cam_usb", "success", "lan");
    assertThat(test.alerts("cam_usb")).containsExactly("nhieu-usb");
  }

  @Test
  default void deliveredRulesRunAndMayBeRetiredReplacedAndBroughtBack() {
    TestBook test = new TestBook(dataSource(), delivered(USB_RULE));
    assertThat(test.entry(USB).state()).isEqualTo(RuleState.ENABLED);
    assertThat(test.entry(USB).source()).isEqualTo(RuleSource.DELIVERED);
    test.move(USB, RuleState.RETIRED, "ồn");
    test.restart(delivered(USB_RULE));
    assertThat(test.alerts("cam_usb")).isEmpty();
    test.move(USB, RuleState.ENABLED, "");
    test.restart(delivered(USB_RULE));
    assertThat(test.alerts("cam_usb")).containsExactly(USB);

    test.book.addVersion(
        LAN,
        USB,
        new RuleDraft(
            USB_RULE.replace("cam_usb", "rut_usb"), USB_TESTS.replace("cam_usb", "rut_usb"), ""),
        test.entry(USB).revision());
    test.move(USB, RuleState.ENABLED, "");
    test.restart(delivered(USB_RULE.replace("medium", "high")));
    assertThat(test.alerts("cam_usb")).isEmpty();
    assertThat(test.alerts("rut_usb")).containsExactly(USB);
    assertThat(test.book.versions(USB)).hasSize(3);
  }

  @Test
  default void aNewerDeliveredVersionTakesThePlaceOfTheOlderOne() {
    TestBook test = new TestBook(dataSource(), delivered(USB_RULE));
    test.restart(delivered(USB_RULE.replace("cam_usb", "rut_usb")));
    assertThat(test.alerts("cam_usb")).isEmpty();
    assertThat(test.alerts("rut_usb")).containsExactly(USB);
    test.restart(delivered());
    assertThat(test.alerts("rut_usb")).isEmpty();
    assertThat(test.entry(USB).state()).isEqualTo(RuleState.RETIRED);
    test.restart(delivered(USB_RULE.replace("cam_usb", "rut_usb")));
    assertThat(test.alerts("rut_usb")).containsExactly(USB);
    int acts = test.acts.size();
    test.restart(delivered(USB_RULE.replace("cam_usb", "rut_usb")));
    assertThat(test.acts).hasSize(acts);
  }

  @Test
  default void changedRulesDoNotForgetWhatCorrelationsSaw() {
    TestBook test = new TestBook(dataSource(), delivered(LOGIN_RULE));
    test.see("dang_nhap", "failure", "hoa");
    test.see("dang_nhap", "failure", "hoa");
    test.book.create(LAN, new RuleDraft(USB_RULE, USB_TESTS, ""));
    test.move(USB, RuleState.ENABLED, "");
    assertThat(test.see("dang_nhap", "failure", "hoa").alerts())
        .extracting(Alert::ruleId)
        .containsExactly(LOGIN);
  }

  private static ExemptionDraft scanner(TestBook test, String... rules) {
    return new ExemptionDraft(
        Set.of(rules),
        "",
        "{\"source.ip|cidr\": \"10.60.1.0/24\", \"user.name\": [\"may.quet\", \"lan\"]}",
        "máy quét của tỉnh",
        test.now.get().plus(Duration.ofDays(30)));
  }

  @Test
  default void anExemptionHidesOnlyAfterASecondPersonApproved() {
    TestBook test = new TestBook(dataSource(), delivered(USB_RULE));
    String id = test.book.exemptions().propose(LAN, scanner(test, USB)).id();
    assertThat(test.alerts("cam_usb")).hasSize(1);
    refused(Reason.EXEMPTION_OWN, () -> test.book.exemptions().approve(LAN, id));
    test.advance(Duration.ofSeconds(1));

    assertThat(test.book.exemptions().approve(MINH, id).status(test.now.get()))
        .isEqualTo(ExemptionEntry.Status.IN_FORCE);
    assertThat(test.alerts("cam_usb")).isEmpty();
    assertThat(test.see("cam_usb", "success", "hoa").alerts()).hasSize(1);
    assertThat(test.book.exemptions().find(id).hidden()).isEqualTo(1);
    assertThat(test.book.exemptions().hidden(id))
        .extracting(ModerationStats.HiddenEvent::event, ModerationStats.HiddenEvent::rule)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("e2", USB));

    test.restart(delivered(USB_RULE));
    assertThat(test.alerts("cam_usb")).isEmpty();
    assertThat(test.book.exemptions().find(id).hidden()).isEqualTo(2);
    test.book.exemptions().keepCounts();
    test.advance(Duration.ofSeconds(1));
    test.book.exemptions().revoke(LAN, id, "đã gỡ máy quét");
    assertThat(test.alerts("cam_usb")).hasSize(1);
    refused(Reason.EXEMPTION_SETTLED, () -> test.book.exemptions().approve(MINH, id));
    assertThat(test.acts)
        .containsSubsequence("exemption.propose", "exemption.approve", "exemption.revoke");
  }

  @Test
  default void anExemptionEndsByItself() {
    TestBook test = new TestBook(dataSource(), delivered(USB_RULE));
    String id = test.book.exemptions().propose(LAN, scanner(test)).id();
    test.book.exemptions().approve(MINH, id);
    assertThat(test.alerts("cam_usb")).isEmpty();
    test.advance(Duration.ofDays(30));
    assertThat(test.alerts("cam_usb")).hasSize(1);
    assertThat(test.book.exemptions().find(id).status(test.now.get()))
        .isEqualTo(ExemptionEntry.Status.EXPIRED);
    assertThat(test.book.exemptions().find(id).hidden()).isEqualTo(1);
  }

  @Test
  default void exemptedEventsDoNotCountInCorrelations() {
    TestBook test = new TestBook(dataSource(), delivered(LOGIN_RULE));
    String id = test.book.exemptions().propose(LAN, scanner(test, LOGIN)).id();
    test.book.exemptions().approve(MINH, id);
    for (int i = 0; i < 5; i++) {
      assertThat(test.see("dang_nhap", "failure", "lan").alerts()).isEmpty();
    }
    test.book.exemptions().revoke(MINH, id, "thử");
    test.advance(Duration.ofSeconds(1));
    assertThat(test.see("dang_nhap", "failure", "lan").alerts()).isEmpty();
    assertThat(test.detector.stats().correlation().entries()).isEqualTo(1);
  }

  @Test
  default void anExemptionOfAUnitIsForItsEventsOnly() {
    TestBook test = new TestBook(dataSource(), delivered(USB_RULE));
    ExemptionDraft other =
        new ExemptionDraft(
            Set.of(), "00700", "{\"user.name\": \"lan\"}", "thử", test.now.get().plusSeconds(60));
    test.book.exemptions().approve(MINH, test.book.exemptions().propose(LAN, other).id());
    assertThat(test.alerts("cam_usb")).hasSize(1);
  }

  @Test
  default void anExemptionThatMakesNoSenseIsRefused() {
    TestBook test = withUsb();
    Exemptions exemptions = test.book.exemptions();
    ExemptionDraft good = scanner(test, USB);
    for (String selection :
        List.of(
            "{}", "[]", "{\"a|nosuch\": 1}", "{\"a\": {\"b\": 1}}", "{\"a|re\": \"(\"}", "x: [")) {
      refused(
          Reason.EXEMPTION_SELECTION,
          () ->
              exemptions.propose(
                  LAN,
                  new ExemptionDraft(
                      good.rules(), "", selection, good.reason(), good.expiresAt())));
    }
    refused(
        Reason.EXEMPTION_EXPIRY,
        () ->
            exemptions.propose(
                LAN,
                new ExemptionDraft(
                    good.rules(),
                    "",
                    good.selection(),
                    "thử",
                    test.now.get().plus(Duration.ofDays(367)))));
    refused(
        Reason.EXEMPTION_RULE_UNKNOWN, () -> exemptions.propose(LAN, scanner(test, "khong-co")));
    assertThat(exemptions.all()).isEmpty();
  }

  @Test
  default void anotherNodeFollowsEveryKindOfChange() {
    TestBook here = withUsb();
    TestBook there = new TestBook(here.dataSource, delivered());
    there.book.follow();
    assertThat(there.book.follow()).as("nothing to follow").isFalse();

    here.move(USB, RuleState.ENABLED, "");
    assertThat(there.alerts("cam_usb")).as("not yet").isEmpty();
    assertThat(there.book.follow()).isTrue();
    assertThat(there.book.revision()).isGreaterThan(here.book.revision());
    assertThat(there.alerts("cam_usb")).containsExactly(USB);

    String next = USB_RULE.replace("cam_usb", "rut_usb");
    here.book.addVersion(
        LAN,
        USB,
        new RuleDraft(next, USB_TESTS.replace("cam_usb", "rut_usb"), "rút"),
        here.entry(USB).revision());
    here.move(USB, RuleState.ENABLED, "");
    there.book.follow();
    assertThat(there.alerts("cam_usb")).isEmpty();
    assertThat(there.alerts("rut_usb")).containsExactly(USB);

    here.book.suppress(
        LAN,
        USB,
        new SuppressionChoice.Chosen(new Suppression(List.of("user.name"), Duration.ofHours(1))),
        here.entry(USB).revision());
    there.book.follow();
    assertThat(there.alerts("rut_usb")).containsExactly(USB);
    assertThat(there.alerts("rut_usb")).as("suppressed").isEmpty();
    here.book.suppress(LAN, USB, SuppressionChoice.NEVER, here.entry(USB).revision());
    there.book.follow();
    assertThat(there.alerts("rut_usb")).containsExactly(USB);

    String id = here.book.exemptions().propose(LAN, scanner(here, USB)).id();
    here.book.exemptions().approve(MINH, id);
    there.book.follow();
    assertThat(there.alerts("rut_usb")).as("exempt").isEmpty();
    here.book.exemptions().revoke(LAN, id, "hết việc");
    there.advance(Duration.ofSeconds(1));
    there.book.follow();
    assertThat(there.alerts("rut_usb")).containsExactly(USB);

    here.move(USB, RuleState.RETIRED, "không còn dùng");
    there.book.follow();
    assertThat(there.alerts("rut_usb")).isEmpty();
  }

  @Test
  default void suppressionRaisesTheFirstAndCountsTheRest() {
    TestBook test = new TestBook(dataSource(), delivered(USB_RULE));
    test.book.suppress(
        LAN,
        USB,
        new SuppressionChoice.Chosen(new Suppression(List.of("user.name"), Duration.ofMinutes(10))),
        test.entry(USB).revision());
    Alert first = test.see("cam_usb", "success", "lan").alerts().getFirst();
    assertThat(test.see("cam_usb", "success", "hoa").alerts()).hasSize(1);
    test.advance(Duration.ofMinutes(9));
    Findings second = test.see("cam_usb", "success", "lan");
    assertThat(second.alerts()).isEmpty();
    assertThat(second.more()).containsExactly(new More(first.id(), USB, 1, test.now.get()));

    test.restart(delivered(USB_RULE));
    assertThat(test.see("cam_usb", "success", "lan").more())
        .extracting(More::count)
        .containsExactly(2L);
    test.advance(Duration.ofMinutes(1));
    assertThat(test.see("cam_usb", "success", "lan").alerts()).hasSize(1);
    test.book.suppress(LAN, USB, SuppressionChoice.NEVER, test.entry(USB).revision());
    assertThat(test.see("cam_usb", "success", "lan").alerts()).hasSize(1);
  }

  @Test
  default void aChangeThatTheTrailRefusesIsNotMade() {
    DataSource dataSource = dataSource();
    TestBook test = new TestBook(dataSource, delivered(USB_RULE));
    Rulebook strict =
        new Rulebook(
            dataSource,
            test.clock,
            _ -> {
              throw new IllegalStateException("trail is full");
            },
            RulebookSettings.DEFAULT);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> strict.move(LAN, USB, RuleState.RETIRED, "thử", 1));
    assertThat(test.entry(USB).state()).isEqualTo(RuleState.ENABLED);
  }
}
