package vn.lachan.incidents.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.incidents.sharing.Destination.Way;

/** The table of docs/formats/sharing.md, row by row. */
class SharingRulesTest {

  private static boolean allows(Tlp tlp, Pap pap, Way way, Circle circle) {
    return SharingRules.decide(new Marking(tlp, pap), false, new Destination(way, circle))
        instanceof Ruling.Allowed;
  }

  /** Rows: TLP; columns: own unit, party, community, world. */
  @ParameterizedTest
  @CsvSource({
    "CLEAR,        true,  true,  true,  true",
    "GREEN,        true,  true,  true,  false",
    "AMBER,        true,  true,  false, false",
    "AMBER_STRICT, true,  false, false, false",
    "RED,          false, false, false, false"
  })
  void tlpSaysHowFarItGoes(Tlp tlp, boolean own, boolean party, boolean community, boolean world) {
    for (Way way : Set.of(Way.SHARE, Way.FILE, Way.MAIL, Way.WEBHOOK, Way.LOOKUP, Way.SERVICE)) {
      assertThat(allows(tlp, Pap.CLEAR, way, Circle.OWN_UNIT)).as(way + " own").isEqualTo(own);
      assertThat(allows(tlp, Pap.CLEAR, way, Circle.PARTY)).as(way + " party").isEqualTo(party);
      assertThat(allows(tlp, Pap.CLEAR, way, Circle.COMMUNITY))
          .as(way + " community")
          .isEqualTo(community);
      assertThat(allows(tlp, Pap.CLEAR, way, Circle.WORLD)).as(way + " world").isEqualTo(world);
    }
  }

  /** Rows: PAP; columns: look at own logs, ask or tell outside, act. */
  @ParameterizedTest
  @CsvSource({
    "CLEAR, true, true,  true",
    "GREEN, true, true,  true",
    "AMBER, true, true,  false",
    "RED,   true, false, false"
  })
  void papSaysWhatMayBeDone(Pap pap, boolean look, boolean ask, boolean act) {
    for (Way way : Set.of(Way.SEARCH, Way.FILE, Way.SHARE)) {
      assertThat(allows(Tlp.CLEAR, pap, way, Circle.OWN_UNIT)).as(way.name()).isEqualTo(look);
    }
    for (Way way : Set.of(Way.LOOKUP, Way.MAIL, Way.WEBHOOK)) {
      assertThat(allows(Tlp.CLEAR, pap, way, Circle.OWN_UNIT)).as(way.name()).isEqualTo(ask);
    }
    for (Way way : Set.of(Way.SERVICE, Way.MACHINE)) {
      assertThat(allows(Tlp.CLEAR, pap, way, Circle.OWN_UNIT)).as(way.name()).isEqualTo(act);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void nothingOfAStateSecretGoesAnywhere(Way way) {
    for (Circle circle : Circle.values()) {
      Ruling ruling =
          SharingRules.decide(
              new Marking(Tlp.CLEAR, Pap.CLEAR), true, new Destination(way, circle));
      assertThat(ruling)
          .isInstanceOfSatisfying(
              Ruling.Refused.class,
              refused -> {
                assertThat(refused.rule()).isEqualTo("BMNN");
                assertThat(refused.reason()).contains("văn bản giấy", "cơ yếu");
              });
    }
  }

  @Test
  void searchingOnesOwnLogsAndCommandingOnesOwnMachinesSharesNothing() {
    for (Tlp tlp : Tlp.values()) {
      assertThat(allows(tlp, Pap.GREEN, Way.SEARCH, Circle.OWN_UNIT)).isTrue();
      assertThat(allows(tlp, Pap.GREEN, Way.MACHINE, Circle.OWN_UNIT)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RED, GREEN, MAIL, TLP:RED/MAIL",
    "AMBER_STRICT, GREEN, SHARE, TLP:AMBER+STRICT/SHARE",
    "AMBER, AMBER, SERVICE, PAP:AMBER/SERVICE",
    "CLEAR, RED, MACHINE, PAP:RED/MACHINE"
  })
  void eachRefusalNamesTheRule(Tlp tlp, Pap pap, Way way, String rule) {
    Ruling ruling =
        SharingRules.decide(new Marking(tlp, pap), false, new Destination(way, Circle.PARTY));
    assertThat(ruling)
        .isInstanceOfSatisfying(
            Ruling.Refused.class, refused -> assertThat(refused.rule()).isEqualTo(rule));
  }

  @Test
  void aTighterLabelNeverLetsMoreThrough() {
    for (Way way : Way.values()) {
      for (Circle circle : Circle.values()) {
        for (Tlp tlp : Tlp.values()) {
          for (Pap pap : Pap.values()) {
            if (allows(tlp, pap, way, circle)) {
              assertThat(EnumSet.range(Tlp.CLEAR, tlp))
                  .allMatch(opener -> allows(opener, pap, way, circle));
              assertThat(EnumSet.range(Pap.CLEAR, pap))
                  .allMatch(freer -> allows(tlp, freer, way, circle));
            }
          }
        }
      }
    }
  }
}
