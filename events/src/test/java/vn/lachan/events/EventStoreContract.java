package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static vn.lachan.events.TestEvents.ALL;
import static vn.lachan.events.TestEvents.DONG_VAN;
import static vn.lachan.events.TestEvents.FAILED_LOGIN;
import static vn.lachan.events.TestEvents.HA_GIANG;
import static vn.lachan.events.TestEvents.LOGIN;
import static vn.lachan.events.TestEvents.LOOK_UP;
import static vn.lachan.events.TestEvents.NOON;
import static vn.lachan.events.TestEvents.SSHD;
import static vn.lachan.events.TestEvents.at;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.events.EventStore.Bucket;
import vn.lachan.events.EventStore.Partition;
import vn.lachan.events.EventStore.ValueCount;
import vn.lachan.events.QuerySyntaxException.Code;

/** What every {@link EventStore} must do. Implement {@link #store()} to run it on a new one. */
public interface EventStoreContract {

  /** Returns an empty store; called once for each test. */
  EventStore store();

  // ------------------------------------------------------------------ keeping

  @Test
  default void findsAnEventByItsIdWithEveryValueAndType() {
    Event event =
        at("types", NOON)
            .set("text", "Tuyên Quang")
            .set("whole", 9_007_199_254_740_993L)
            .set("fraction", 5.0)
            .set("flag", true)
            .set("list", List.of("b", "a"))
            .set("numbers", List.of(3L, 1L))
            .set("source.ip", "10.0.0.1")
            .set("a", "value")
            .set("a.b", "below the value")
            .build();
    try (EventStore store = storeOf(event)) {
      Event found = store.find("types", OrganizationScope.PROVINCE).orElseThrow();

      assertThat(found.fields()).isEqualTo(event.fields());
      assertThat(found.timestamp()).isEqualTo(event.timestamp());
      assertThat(found.ingested()).isEqualTo(event.ingested());
    }
  }

  @Test
  default void findsAnEventByItsIdFromTheMomentItWasAppended() {
    try (EventStore store = store()) {
      for (int i = 0; i < 20; i++) {
        store.append(List.of(at("new " + i, NOON).build()));

        assertThat(store.find("new " + i, OrganizationScope.PROVINCE)).isPresent();
        assertThat(store.find("new " + i, OrganizationScope.units(Set.of()))).isEmpty();
        assertThat(store.find("old " + i, OrganizationScope.PROVINCE)).isEmpty();
      }
    }
  }

  @Test
  default void keepsNanosecondsThoughItOrdersByMilliseconds() {
    Event event = at("fine", Instant.parse("2026-11-20T05:00:00.123456789Z")).build();
    try (EventStore store = storeOf(event)) {
      assertThat(store.find("fine", OrganizationScope.PROVINCE).orElseThrow().timestamp())
          .isEqualTo(event.timestamp());
    }
  }

  @Test
  default void storesAnEventOnlyOnceHoweverOftenItIsSent() {
    try (EventStore store = store()) {
      store.append(List.of(LOGIN, LOGIN));
      store.append(List.of(LOGIN, LOOK_UP));
      store.flush();
      store.append(List.of(LOOK_UP, LOGIN));
      store.refresh();
      store.append(List.of(LOOK_UP, LOGIN));
      store.refresh();

      assertThat(search(store, "")).containsExactly(LOOK_UP, LOGIN);
      assertThat(store.count(query(""))).isEqualTo(2);
    }
  }

  @Test
  default void leavesTheFirstVersionOfAnEventAsItIs() {
    try (EventStore store = storeOf(at("x", NOON).set("event.action", "first").build())) {
      store.append(List.of(at("x", NOON).set("event.action", "second").build()));
      store.refresh();

      assertThat(search(store, "event.id:x"))
          .singleElement()
          .extracting(event -> event.text("event.action"))
          .isEqualTo("first");
    }
  }

  @Test
  default void recognisesAnEventThatIsSentAgainAfterMidnight() {
    Instant late = Instant.parse("2026-11-20T23:59:59Z");
    try (EventStore store = store()) {
      store.append(List.of(Event.builder("x", late, late).build()));
      store.append(List.of(Event.builder("x", late, late.plusSeconds(2)).build()));
      store.refresh();

      assertThat(store.count(query(""))).isEqualTo(1);
    }
  }

  @Test
  default void tellsWhichEventsAreOnlyPartlyIndexed() {
    Event cut = at("cut", NOON).set("url.query", "q=" + "x".repeat(9_000)).build();
    Event odd = at("odd", NOON).set("user.name", "\u017Fafe").build();
    Event spaced = at("spaced", NOON.minusSeconds(1)).set("Threat Name", "EICAR").build();
    try (EventStore store = storeOf(cut, odd, spaced)) {
      assertThat(search(store, "_exists_:_partly_")).containsExactlyInAnyOrder(cut, spaced);
      assertThat(search(store, "_partly_:url.query")).containsExactly(cut);
      assertThat(search(store, "_partly_:user.name")).isEmpty();
      assertThat(search(store, "user.name:safe")).containsExactly(odd);
    }
  }

  @Test
  default void takesAnEmptyBatch() {
    try (EventStore store = store()) {
      store.append(List.of());
      store.flush();
      store.refresh();

      assertThat(store.count(query(""))).isZero();
      assertThat(search(store, "")).isEmpty();
      assertThat(store.partitions()).isEmpty();
      assertThat(store.find("x", OrganizationScope.PROVINCE)).isEmpty();
      assertThat(store.histogram(query(""), Duration.ofHours(1))).isEmpty();
      assertThat(store.topValues(query(""), "user.name", 5)).isEmpty();
    }
  }

  @Test
  default void keepsEventsThatHappenedLongAgoOrInTheFuture() {
    Event old = Event.builder("old", Instant.parse("1601-01-01T00:00:00Z"), NOON).build();
    Event future = Event.builder("future", Instant.parse("9999-06-01T00:00:00Z"), NOON).build();
    try (EventStore store = storeOf(old, LOGIN, future)) {
      assertThat(search(store, "")).containsExactly(future, LOGIN, old);
      assertThat(store.count(query(""))).isEqualTo(3);
    }
  }

  @Test
  default void neverLosesAnEventBecauseOfAValueThatDoesNotFit() {
    Event odd =
        at("odd", NOON)
            .set("source.ip", "unknown")
            .set("source.port", "http")
            .set("event.duration", "long")
            .set("event.start", "yesterday")
            .set("dvc.calendar.working", "maybe")
            .build();
    try (EventStore store = storeOf(odd, LOGIN)) {
      assertThat(search(store, "source.ip:unknown")).containsExactly(odd);
      assertThat(search(store, "source.port:HTTP")).containsExactly(odd);
      assertThat(search(store, "event.start:yesterday")).containsExactly(odd);
      assertThat(search(store, "_exists_:event.duration")).containsExactly(odd);
      assertThat(search(store, "source.ip:10.0.0.0/8")).containsExactly(LOGIN);
      assertThat(store.find("odd", OrganizationScope.PROVINCE).orElseThrow().fields())
          .isEqualTo(odd.fields());
    }
  }

  @Test
  default void findsADigestByItsValueAndItsBeginning() {
    String leading = "7676a499ee3fc5c6d5e9";
    Event first = at("first", NOON).set("event.hash", leading + "6ebe8b56").build();
    Event second =
        at("second", NOON.plusSeconds(1)).set("event.hash", leading + "6ebe8b57").build();
    Event longer =
        at("longer", NOON.plusSeconds(2)).set("event.hash", leading + "6ebe8b5600").build();
    Event capitals =
        at("capitals", NOON.plusSeconds(3)).set("event.hash", "ABCDEF0123456789").build();
    Event odd = at("odd", NOON.plusSeconds(4)).set("event.hash", "7676 unknown").build();
    Event several =
        at("several", NOON.plusSeconds(5))
            .set("event.hash", List.of("abcdef01234567890000", leading + "ffffffff"))
            .build();
    try (EventStore store = storeOf(first, second, longer, capitals, odd, several, LOGIN)) {
      assertThat(search(store, "event.hash:" + leading + "6ebe8b56")).containsExactly(first);
      assertThat(search(store, "event.hash:7676A499EE3FC5C6D5E96EBE8B57")).containsExactly(second);
      assertThat(search(store, "event.hash:" + leading + "6ebe8b5600")).containsExactly(longer);
      assertThat(search(store, "event.hash:" + leading + "6ebe8b58")).isEmpty();
      assertThat(search(store, "event.hash:abcdef0123456789")).containsExactly(capitals);
      assertThat(search(store, "event.hash:7676*"))
          .containsExactly(several, odd, longer, second, first);
      assertThat(search(store, "event.hash:7676a*"))
          .containsExactly(several, longer, second, first);
      assertThat(search(store, "event.hash:" + leading + "6ebe8b56*"))
          .containsExactly(longer, first);
      assertThat(search(store, "event.hash:\"7676 unknown\"")).containsExactly(odd);
      assertThat(search(store, "event.hash:7676?u*")).containsExactly(odd);
      assertThat(search(store, "_exists_:event.hash"))
          .containsExactly(several, odd, capitals, longer, second, first);
      assertThat(store.count(query("NOT event.hash:7676a*"))).isEqualTo(3);
      assertThat(store.find("capitals", OrganizationScope.PROVINCE).orElseThrow().fields())
          .isEqualTo(capitals.fields());
    }
  }

  @Test
  default void takesAFieldWhoseValuesChangeTheirType() {
    Event whole = at("whole", NOON).set("odd.field", 5L).build();
    Event text = at("text", NOON.plusSeconds(1)).set("odd.field", "five").build();
    Event flag = at("flag", NOON.plusSeconds(2)).set("odd.field", true).build();
    Event below = at("below", NOON.plusSeconds(3)).set("odd.field.below", "x").build();
    try (EventStore store = storeOf(whole, text, flag, below)) {
      assertThat(search(store, "odd.field:5")).containsExactly(whole);
      assertThat(search(store, "odd.field:five")).containsExactly(text);
      assertThat(search(store, "odd.field:true")).containsExactly(flag);
      assertThat(search(store, "odd.field.below:x")).containsExactly(below);
      assertThat(search(store, "_exists_:odd.field")).containsExactly(flag, text, whole);
      assertThat(store.count(query(""))).isEqualTo(4);
    }
  }

  @Test
  default void takesNamesNobodyWouldChoose() {
    Event odd =
        at("odd", NOON)
            .set("_id", "other")
            .set("_source", "x")
            .set("a..b", "dots")
            .set(".start", "dot first")
            .set("end.", "dot last")
            .set(" ", "space")
            .set("_organization", DONG_VAN)
            .set("lachan_index.organization", DONG_VAN)
            .set("Họ tên", "Lò Thị Mẩy")
            .set("two\nlines", "line feed")
            .build();
    try (EventStore store = storeOf(odd, LOGIN)) {
      assertThat(store.find("odd", OrganizationScope.PROVINCE).orElseThrow().fields())
          .isEqualTo(odd.fields());
      assertThat(store.find("odd", OrganizationScope.units(Set.of(DONG_VAN)))).isEmpty();
      assertThat(search(store, "", Set.of(DONG_VAN))).containsExactly(LOGIN);
      assertThat(store.find("other", OrganizationScope.PROVINCE)).isEmpty();
    }
  }

  @Test
  default void takesValuesOfAnyLength() {
    String start = "x".repeat(8_000);
    Event huge =
        at("huge", NOON)
            .set("process.command_line", start + "ạ".repeat(60_000))
            .set("message", "w".repeat(50_000) + " cuối cùng")
            .set("user.name", "lan")
            .build();
    try (EventStore store = storeOf(huge, LOGIN)) {
      assertThat(search(store, "user.name:lan")).containsExactly(huge);
      assertThat(search(store, "process.command_line:xxxx*")).containsExactly(huge);
      assertThat(search(store, "_exists_:process.command_line")).containsExactly(huge);
      assertThat(search(store, "\"cuoi cung\"")).containsExactly(huge);
      assertThat(store.find("huge", OrganizationScope.PROVINCE).orElseThrow().fields())
          .isEqualTo(huge.fields());
    }
  }

  @Test
  default void takesManyEventsAtOnce() {
    List<Event> events = TestEvents.series(0, 3_000, NOON);
    try (EventStore store = store()) {
      store.append(events);
      store.append(events.subList(1_000, 3_000));
      store.refresh();

      assertThat(store.count(query(""))).isEqualTo(3_000);
    }
  }

  // ------------------------------------------------------------------ query language

  /** A query, then the ids of what it finds among {@link TestEvents#ALL}. */
  String QUERIES =
      """
      event.action:dang_nhap                              ; login failed-login sshd
      EVENT.ACTION:dang_nhap                              ;
      event.action:DANG_NHAP                              ; login failed-login sshd
      event.action:dang_nhap AND event.outcome:failure    ; failed-login sshd
      event.action:dang_nhap && event.outcome:failure     ; failed-login sshd
      event.action:dang_nhap event.outcome:failure        ; failed-login sshd
      event.action:dang_nhap NOT event.outcome:failure    ; login
      event.action:dang_nhap AND NOT user.name:root       ; login failed-login
      event.action:dang_nhap -user.name:root              ; login failed-login
      event.action:dang_nhap !user.name:root              ; login failed-login
      +event.action:dang_nhap +user.name:root             ; sshd
      NOT event.action:dang_nhap                          ; look-up
      user.name:root OR user.name:admin                   ; failed-login sshd
      user.name:root || user.name:admin                   ; failed-login sshd
      user.name:(root OR admin)                           ; failed-login sshd
      user.name:(root admin)                              ;
      (user.name:root OR user.name:admin) AND source.port:443 ; failed-login
      user.name:root OR user.name:admin AND source.port:1 ; sshd
      event.category:authentication                       ; login failed-login
      user.name:can_bo_*                                  ; login look-up
      user.name:can_bo_?14                                ; login look-up
      user.name:*_014                                     ; login look-up
      user.name:"can_bo_*"                                ;
      user.name:can_bo_\\*                                ;
      dvc.subject.id_masked:008\\*\\*\\*\\*\\*1234        ; look-up
      dvc.subject.id_masked:"008*****1234"                ; look-up
      url.path:/api/dan-cu/tra-cuu                        ; look-up
      url.path:"/api/dan-cu/tra-cuu"                      ; look-up
      url.path:/api/*                                     ; look-up
      organization.name:"UBND xã Đồng Văn"                ; login
      organization.name:"ubnd xa dong van"                ; login
      organization.name:"UBND xã Dong Van"                ;
      organization.name:UBND                              ;
      user.full_name:*ngoc*                               ; login
      user.full_name:"dang thi ngoc lan"                  ; login
      source.ip:10.60.72.14                               ; login look-up
      source.ip:10.60.0.0/16                              ; login look-up
      source.ip:10.60.0.0\\/16                            ; login look-up
      source.ip:"10.60.0.0/16"                            ; login look-up
      source.ip:10.60.*                                   ; login look-up
      source.ip:10.61.0.0/16                              ;
      source.ip:[10.60.72.0 TO 10.60.72.255]              ; login look-up
      source.ip:{10.60.72.14 TO 10.60.72.255]             ;
      source.ip:2001:db8::/32                             ; sshd
      source.ip:2001:db8::7                               ; sshd
      source.ip:"2001:0db8:0:0::7"                        ; sshd
      NOT source.ip:10.0.0.0/8                            ; failed-login sshd
      source.port:443                                     ; failed-login
      source.port:[51000 TO 52000]                        ; login look-up
      source.port:[51522 TO 51530]                        ; login look-up
      source.port:{51522 TO 51530]                        ; look-up
      source.port:[51522 TO 51530}                        ; login
      source.port:[* TO 1023]                             ; failed-login
      source.port:>51522                                  ; look-up
      source.port:>=51522                                 ; login look-up
      source.port:<1024                                   ; failed-login
      event.duration:[40000000 TO *]                      ; look-up
      dvc.calendar.working:true                           ; look-up
      dvc.calendar.working:false                          ;
      lachan.score:7.5                                    ; failed-login
      lachan.score:[7 TO 8]                               ; failed-login
      lachan.score:>7.5                                   ;
      process.pid:4711                                    ; sshd
      @timestamp:2026-11-20                               ; login look-up failed-login sshd
      @timestamp:2026-11-21                               ;
      @timestamp:[2026-11-20 TO 2026-11-20]               ; login look-up failed-login sshd
      @timestamp:[2026-11-20T12:01 TO *]                  ; look-up failed-login sshd
      @timestamp:{2026-11-20T12:01 TO *]                  ; failed-login sshd
      @timestamp:>="2026-11-20T05:02:00Z"                 ; failed-login sshd
      @timestamp:[2026-11-20T12:00:00+07:00 TO 2026-11-20T12:01:00+07:00} ; login
      event.ingested:[2026-11-20T12:00:02 TO 2026-11-20T12:00:02] ; login
      _exists_:organization.id                            ; login look-up failed-login
      NOT _exists_:organization.id                        ; sshd
      organization.id:*                                   ; login look-up failed-login
      _exists_:event.original                             ; sshd
      _exists_:source.ip                                  ; login look-up failed-login sshd
      _exists_:no.such.field                              ;
      no.such.field:x                                     ;
      no.such.field:[1 TO 5]                              ;
      *:*                                                 ; login look-up failed-login sshd
      *                                                   ; login look-up failed-login sshd
      tuyen quang                                         ; login
      "tuyen quang"                                       ; login
      "Tuyên Quang"                                       ; login
      Tuyên                                               ; login
      Tuyến                                               ;
      dang nhap                                           ; login
      Đăng                                                ; login
      "quang tuyen"                                       ;
      "tỉnh quang"~1                                      ; login
      failed                                              ; failed-login sshd
      FAILED password                                     ; sshd
      fail*                                               ; failed-login sshd
      fail* AND 203.0.113.9                               ; failed-login
      message:failed                                      ; failed-login
      event.original:failed                               ; sshd
      message:dang*                                       ; login
      message:đăng*                                       ; login
      message:(dan cu)                                    ; look-up
      "user.name":root                                    ;
      event.id:login                                      ; login
      event.id:LOGIN                                      ;
      event.id:*login                                     ; login failed-login
      user.name:root^2                                    ; sshd
      user.name:[a TO c]                                  ; failed-login
      user.name:[admin TO can_bo_014]                     ; login look-up failed-login
      """;

  @Test
  default void understandsTheQueryLanguage() {
    try (EventStore store = storeOf(ALL)) {
      assertSoftly(check -> {
        for (String line : QUERIES.lines().toList()) {
          String text = line.substring(0, line.indexOf(';')).strip();
          String ids = line.substring(line.indexOf(';') + 1).strip();
          List<Event> found = search(store, text);
          check
              .assertThat(found)
              .as(text)
              .extracting(Event::id)
              .containsExactlyInAnyOrder(ids.isEmpty() ? new String[0] : ids.split(" "));
          check.assertThat(store.count(query(text))).as(text).isEqualTo(found.size());
        }
      });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          (user.name:root                 ; PARENTHESIS ; 0
          user.name:root)                 ; PARENTHESIS ; 14
          user.name:"root                 ; QUOTE       ; 10
          user.name:                      ; UNEXPECTED  ; 10
          AND user.name:root              ; UNEXPECTED  ; 2
          user.name:root AND              ; UNEXPECTED  ; 18
          NOT                             ; UNEXPECTED  ; 3
          user.name:root OR OR x          ; UNEXPECTED  ; 19
          ()                              ; UNEXPECTED  ; 1
          source.port:[1 2]               ; RANGE       ; 15
          source.port:[1 TO 2             ; RANGE       ; 12
          [1 TO 2]                        ; RANGE       ; 0
          message:[a TO b]                ; RANGE       ; 8
          event.hash:[a TO b]             ; RANGE       ; 11
          event.hash:*3f3b                ; WILDCARD    ; 11
          event.hash:76?6*                ; WILDCARD    ; 11
          source.port:[a TO 2]            ; NUMBER      ; 13
          source.port:80*                 ; WILDCARD    ; 12
          @timestamp:[now TO *]           ; DATE        ; 12
          @timestamp:[2026-02-30 TO *]    ; DATE        ; 12
          source.ip:[10.0.0.1 TO x]       ; ADDRESS     ; 23
          source.ip:10*                   ; ADDRESS     ; 10
          user.name:rot~                  ; NOT_OFFERED ; 13
          """)
  default void saysWhereAndWhyAQueryCannotBeRead(String text, Code code, int position) {
    try (EventStore store = store()) {
      assertThatExceptionOfType(QuerySyntaxException.class)
          .isThrownBy(() -> search(store, text))
          .satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.position()).isEqualTo(position);
            assertThat(problem).hasMessageContaining("(character " + (position + 1) + ")");
          });
      assertThatExceptionOfType(QuerySyntaxException.class)
          .isThrownBy(() -> store.count(query(text)));
    }
  }

  @Test
  default void refusesQueriesThatAreTooLarge() {
    try (EventStore store = store()) {
      String deep = "(".repeat(500) + "x" + ")".repeat(500);
      String negated = "NOT ".repeat(500) + "x";
      String wide = "x OR ".repeat(900) + "x";
      String wild = "user.name:" + "*a".repeat(50);
      for (String text : List.of(deep, negated, wide, wild, "x".repeat(100_000))) {
        assertThatExceptionOfType(QuerySyntaxException.class)
            .isThrownBy(() -> search(store, text))
            .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.TOO_COMPLEX));
      }
    }
  }

  // ------------------------------------------------------------------ organisation filter

  @Test
  default void showsAUnitOnlyItsOwnEvents() {
    try (EventStore store = storeOf(ALL)) {
      assertThat(search(store, "", Set.of(DONG_VAN))).containsExactly(LOOK_UP, LOGIN);
      assertThat(search(store, "", Set.of(DONG_VAN, HA_GIANG)))
          .containsExactly(FAILED_LOGIN, LOOK_UP, LOGIN);
      assertThat(search(store, "", Set.of())).isEmpty();
      assertThat(search(store, "")).containsExactly(SSHD, FAILED_LOGIN, LOOK_UP, LOGIN);
    }
  }

  @Test
  default void cannotBeTalkedIntoShowingAnotherUnitsEvents() {
    List<String> attempts =
        List.of(
            "*:*",
            "*",
            "x OR *:*",
            "NOT x",
            "x OR NOT x",
            "organization.id:H60.x.00691",
            "organization.id:H60.x.00721 OR organization.id:H60.x.00691",
            "organization.id:*",
            "_exists_:organization.id OR NOT _exists_:organization.id",
            "_organization:H60.x.00691 OR event.action:dang_nhap",
            "lachan_index.organization:H60.x.00691 OR event.action:dang_nhap",
            "-organization.id:H60.x.00721",
            "event.id:(failed-login OR sshd OR login)",
            "user.name:(root OR admin OR can_bo_014)",
            "(event.action:dang_nhap) OR (event.action:dang_nhap)",
            "@timestamp:[2020 TO 2030]",
            "source.ip:0.0.0.0/0 OR source.ip:::/0");
    try (EventStore store = storeOf(ALL)) {
      for (String text : attempts) {
        EventQuery asked =
            new EventQuery(text, TimeRange.ALL, OrganizationScope.units(Set.of(DONG_VAN)));

        assertThat(store.search(asked, Optional.empty(), 100).events())
            .as(text)
            .allSatisfy(event -> assertThat(event.organization()).isEqualTo(DONG_VAN));
        assertThat(store.count(asked)).as(text).isLessThanOrEqualTo(2);
        assertThat(store.histogram(asked, Duration.ofMinutes(1)))
            .as(text)
            .allSatisfy(bucket -> assertThat(bucket.start()).isBefore(NOON.plusSeconds(120)));
        assertThat(store.topValues(asked, "organization.id", 10))
            .as(text)
            .allSatisfy(value -> assertThat(value.value()).isEqualTo(DONG_VAN));
        assertThat(store.topValues(asked, "user.name", 10))
            .as(text)
            .allSatisfy(value -> assertThat(value.value()).isEqualTo("can_bo_014"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ") OR (*:*",
        "x) OR *:* OR (x",
        "x\" OR *:* OR \"x",
        "*:*) //",
        "user.name:root) OR (*:*"
      })
  default void refusesUnbalancedTricks(String text) {
    try (EventStore store = storeOf(ALL)) {
      EventQuery asked =
          new EventQuery(text, TimeRange.ALL, OrganizationScope.units(Set.of(DONG_VAN)));
      List<Event> seen = new ArrayList<>();
      try {
        seen.addAll(store.search(asked, Optional.empty(), 100).events());
      } catch (QuerySyntaxException expected) {
        assertThat(expected.code()).isIn(Code.PARENTHESIS, Code.QUOTE, Code.UNEXPECTED);
      }
      assertThat(seen).allSatisfy(e -> assertThat(e.organization()).isEqualTo(DONG_VAN));
    }
  }

  @Test
  default void appliesTheScopeToEveryQuestion() {
    OrganizationScope dongVan = OrganizationScope.units(Set.of(DONG_VAN));
    OrganizationScope nobody = OrganizationScope.units(Set.of());
    EventQuery own = new EventQuery("", TimeRange.ALL, dongVan);
    EventQuery none = new EventQuery("", TimeRange.ALL, nobody);
    try (EventStore store = storeOf(ALL)) {
      assertThat(store.find("login", dongVan)).contains(LOGIN);
      assertThat(store.find("failed-login", dongVan)).isEmpty();
      assertThat(store.find("sshd", dongVan)).isEmpty();
      assertThat(store.find("login", nobody)).isEmpty();
      assertThat(store.count(own)).isEqualTo(2);
      assertThat(store.count(none)).isZero();
      assertThat(store.histogram(own, Duration.ofMinutes(1)))
          .containsExactly(new Bucket(NOON, 1), new Bucket(NOON.plusSeconds(60), 1));
      assertThat(store.histogram(none, Duration.ofMinutes(1))).isEmpty();
      assertThat(store.topValues(own, "user.name", 5))
          .containsExactly(new ValueCount("can_bo_014", 2));
      assertThat(store.topValues(none, "user.name", 5)).isEmpty();
    }
  }

  @Test
  default void comparesUnitCodesExactly() {
    Event lower = at("lower", NOON).set("organization.id", "h60.X.00721").build();
    Event longer = at("longer", NOON).set("organization.id", DONG_VAN + "1").build();
    Event list = at("list", NOON).set("organization.id", List.of(HA_GIANG, DONG_VAN)).build();
    try (EventStore store = storeOf(lower, longer, list)) {
      assertThat(search(store, "", Set.of(DONG_VAN))).isEmpty();
      assertThat(search(store, "", Set.of("H60*"))).isEmpty();
      assertThat(search(store, "", Set.of(HA_GIANG))).containsExactly(list);
    }
  }

  // ------------------------------------------------------------------ pages

  @Test
  default void showsNewestFirstAndTheSameTimeById() {
    Event b = at("b", NOON).build();
    Event a = at("a", NOON).build();
    Event c = at("c", NOON.plusMillis(1)).build();
    try (EventStore store = storeOf(b, a, c)) {
      assertThat(search(store, "")).containsExactly(c, a, b);
    }
  }

  @Test
  default void pagesThroughEverythingOnceAndInOrder() {
    List<Event> events = new ArrayList<>(TestEvents.series(0, 500, NOON));
    for (int i = 0; i < 60; i++) {
      events.add(at("same-time-%02d".formatted(i), NOON.plusSeconds(10)).build());
    }
    try (EventStore store = storeOf(events)) {
      List<Event> paged = allPages(store, "", 37);

      assertThat(paged).hasSize(560).doesNotHaveDuplicates();
      assertThat(paged)
          .isSortedAccordingTo(
              java.util.Comparator.comparing(Event::timestamp).reversed().thenComparing(Event::id));
    }
  }

  @Test
  default void keepsItsPlaceWhileEventsArrive() {
    List<Event> events = TestEvents.series(0, 30, NOON);
    try (EventStore store = storeOf(events)) {
      EventPage first = store.search(query(""), Optional.empty(), 10);
      store.append(TestEvents.series(100, 20, NOON.plusSeconds(60)));
      store.refresh();
      EventPage second = store.search(query(""), first.next(), 10);
      EventPage third = store.search(query(""), second.next(), 10);

      assertThat(first.events()).containsExactlyElementsOf(events.subList(20, 30).reversed());
      assertThat(second.events()).containsExactlyElementsOf(events.subList(10, 20).reversed());
      assertThat(third.events()).containsExactlyElementsOf(events.subList(0, 10).reversed());
      assertThat(third.next()).isEmpty();
    }
  }

  @Test
  default void saysWhenThereIsNoNextPage() {
    try (EventStore store = storeOf(ALL)) {
      assertThat(store.search(query(""), Optional.empty(), 4).next()).isEmpty();
      assertThat(store.search(query(""), Optional.empty(), 3).next()).isPresent();
    }
  }

  @Test
  default void refusesACursorThatIsNotOurs() {
    try (EventStore store = store()) {
      for (String token : List.of("", "x", "####", "MTIz", "eCB5")) {
        assertThatExceptionOfType(QuerySyntaxException.class)
            .isThrownBy(() -> store.search(query(""), Optional.of(new EventPage.Cursor(token)), 10))
            .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.CURSOR));
      }
    }
  }

  @Test
  default void searchesAcrossDaysOfIngestion() {
    Event today = Event.builder("today", NOON, NOON).build();
    Event lateArrival =
        Event.builder("late", NOON.minusSeconds(5), NOON.plus(2, ChronoUnit.DAYS)).build();
    Event yesterday =
        Event.builder("yesterday", NOON.minusSeconds(10), NOON.minus(1, ChronoUnit.DAYS)).build();
    Event clockAhead =
        Event.builder("ahead", NOON.plus(9, ChronoUnit.DAYS), NOON.minus(1, ChronoUnit.DAYS))
            .build();
    try (EventStore store = storeOf(today, lateArrival, yesterday, clockAhead)) {
      assertThat(search(store, "")).containsExactly(clockAhead, today, lateArrival, yesterday);
      assertThat(allPages(store, "", 1)).containsExactly(clockAhead, today, lateArrival, yesterday);
      assertThat(allPages(store, "", 2)).containsExactly(clockAhead, today, lateArrival, yesterday);
    }
  }

  // ------------------------------------------------------------------ time, counts

  @Test
  default void limitsTheTimeWithItsStartAndWithoutItsEnd() {
    try (EventStore store = storeOf(ALL)) {
      TimeRange range = new TimeRange(LOOK_UP.timestamp(), SSHD.timestamp());
      EventQuery asked = new EventQuery("", range, OrganizationScope.PROVINCE);

      assertThat(store.search(asked, Optional.empty(), 10).events())
          .containsExactly(FAILED_LOGIN, LOOK_UP);
      assertThat(store.count(asked)).isEqualTo(2);
    }
  }

  @Test
  default void countsByIntervalFromTheStartOfTheRangeWithEmptyOnes() {
    try (EventStore store = storeOf(ALL)) {
      Instant start = NOON.minusSeconds(30);
      EventQuery asked =
          new EventQuery(
              "event.action:dang_nhap",
              new TimeRange(start, start.plusSeconds(300)),
              OrganizationScope.PROVINCE);

      assertThat(store.histogram(asked, Duration.ofMinutes(1)))
          .containsExactly(
              new Bucket(start, 1),
              new Bucket(start.plusSeconds(60), 0),
              new Bucket(start.plusSeconds(120), 1),
              new Bucket(start.plusSeconds(180), 1),
              new Bucket(start.plusSeconds(240), 0));
    }
  }

  @Test
  default void countsByIntervalAsFarAsThereAreEvents() {
    try (EventStore store = storeOf(LOGIN, SSHD)) {
      assertThat(store.histogram(query(""), Duration.ofMinutes(2)))
          .containsExactly(new Bucket(NOON, 1), new Bucket(NOON.plusSeconds(120), 1));
    }
  }

  @Test
  default void refusesMoreIntervalsThanAnybodyCanRead() {
    try (EventStore store = storeOf(LOGIN)) {
      EventQuery year =
          new EventQuery(
              "",
              new TimeRange(NOON.minus(365, ChronoUnit.DAYS), NOON),
              OrganizationScope.PROVINCE);
      assertThatExceptionOfType(QuerySyntaxException.class)
          .isThrownBy(() -> store.histogram(year, Duration.ofSeconds(1)))
          .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.BUCKETS));
    }
  }

  @Test
  default void countsTheMostFrequentValues() {
    try (EventStore store = storeOf(ALL)) {
      assertThat(store.topValues(query(""), "event.action", 10))
          .containsExactly(new ValueCount("dang_nhap", 3), new ValueCount("tra_cuu_dan_cu", 1));
      assertThat(store.topValues(query(""), "user.name", 2))
          .containsExactly(new ValueCount("can_bo_014", 2), new ValueCount("Admin", 1));
      assertThat(store.topValues(query("event.outcome:failure"), "event.category", 10))
          .containsExactly(new ValueCount("authentication", 1));
      assertThat(store.topValues(query(""), "source.ip", 10))
          .containsExactly(
              new ValueCount("10.60.72.14", 2),
              new ValueCount("2001:db8::7", 1),
              new ValueCount("203.0.113.9", 1));
      assertThat(store.topValues(query(""), "source.port", 1))
          .containsExactly(new ValueCount("443", 1));
      assertThat(store.topValues(query(""), "lachan.score", 1))
          .containsExactly(new ValueCount("7.5", 1));
      assertThat(store.topValues(query(""), "dvc.calendar.working", 1))
          .containsExactly(new ValueCount("true", 1));
      assertThat(store.topValues(query(""), "no.such.field", 1)).isEmpty();
    }
  }

  @Test
  default void countsAValueOnceForEachEvent() {
    Event twice =
        at("twice", NOON).set("tags", List.of("a", "b", "a")).set("n", List.of(1L, 1L)).build();
    try (EventStore store = storeOf(twice)) {
      assertThat(store.topValues(query(""), "tags", 10))
          .containsExactly(new ValueCount("a", 1), new ValueCount("b", 1));
      assertThat(store.topValues(query(""), "n", 10)).containsExactly(new ValueCount("1", 1));
    }
  }

  @Test
  default void doesNotCountSentencesIdsOrDigests() {
    try (EventStore store = storeOf(ALL)) {
      for (String field : List.of("message", "event.original", "event.id", "event.hash")) {
        assertThatExceptionOfType(QuerySyntaxException.class)
            .isThrownBy(() -> store.topValues(query(""), field, 10))
            .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.FIELD));
      }
    }
  }

  // ------------------------------------------------------------------ partitions

  @Test
  default void keepsAPartitionForEachDayOfIngestion() {
    try (EventStore store = store()) {
      for (int day = 0; day < 3; day++) {
        store.append(TestEvents.series(day * 100, 10 + day, NOON.plus(day, ChronoUnit.DAYS)));
      }
      store.flush();
      store.refresh();

      assertThat(store.partitions())
          .extracting(Partition::name, Partition::from, Partition::events)
          .containsExactly(
              tuple("2026-11-20", Instant.parse("2026-11-20T00:00:00Z"), 10L),
              tuple("2026-11-21", Instant.parse("2026-11-21T00:00:00Z"), 11L),
              tuple("2026-11-22", Instant.parse("2026-11-22T00:00:00Z"), 12L));
    }
  }

  @Test
  default void readsBackAHashWhetherOrNotTheLineHasIt() {
    String line = "Đăng nhập của can_bo_014";
    List<Event> events =
        List.of(
            at("of-the-line", NOON)
                .set("event.hash", Digits.sha256(line))
                .set("event.original", line)
                .build(),
            at("in-capitals", NOON)
                .set("event.hash", Digits.sha256(line).toUpperCase(Locale.ROOT))
                .set("event.original", line)
                .build(),
            at("of-what-was-masked", NOON)
                .set("event.hash", Digits.sha256("Đăng nhập của 001099012345"))
                .set("event.original", line)
                .build(),
            at("of-no-line", NOON).set("event.hash", Digits.sha256(line)).build(),
            at("of-two", NOON)
                .set("event.hash", Digits.sha256(line))
                .set("event.original", List.of(line, line))
                .build(),
            at("no-hash", NOON).set("event.original", line).build());
    try (EventStore store = store()) {
      store.append(events);
      store.refresh();

      for (Event event : events) {
        assertThat(store.find(event.id(), OrganizationScope.PROVINCE)).contains(event);
      }
      assertThat(store.count(query("event.hash:" + Digits.sha256(line)))).isEqualTo(4);
    }
  }

  @Test
  default void dropsOnlyDaysThatAreOverBeforeTheLimit() {
    try (EventStore store = store()) {
      for (int day = 0; day < 3; day++) {
        store.append(TestEvents.series(day * 100, 10, NOON.plus(day, ChronoUnit.DAYS)));
      }
      store.refresh();

      assertThat(store.deleteIngestedBefore(Instant.parse("2026-11-20T23:59:59Z"), day -> true))
          .isEmpty();
      Instant limit = Instant.parse("2026-11-22T00:00:00Z");
      assertThat(store.deleteIngestedBefore(limit, day -> !day.name().equals("2026-11-21")))
          .extracting(Partition::name)
          .containsExactly("2026-11-20");
      assertThat(store.deleteIngestedBefore(limit, day -> true))
          .extracting(Partition::name, Partition::events)
          .containsExactly(tuple("2026-11-21", 10L));
      store.refresh();
      assertThat(store.partitions()).extracting(Partition::name).containsExactly("2026-11-22");
      assertThat(store.count(query(""))).isEqualTo(10);
      assertThat(store.find("e-0000000001", OrganizationScope.PROVINCE)).isEmpty();
    }
  }

  @Test
  default void dropsNothingWhenNobodyCanSayWhatMayGo() {
    try (EventStore store = store()) {
      for (int day = 0; day < 3; day++) {
        store.append(TestEvents.series(day * 100, 10, NOON.plus(day, ChronoUnit.DAYS)));
      }
      store.flush();
      Predicate<Partition> unsure =
          day -> {
            if (day.name().equals("2026-11-21")) {
              throw new IllegalStateException("nobody knows");
            }
            return true;
          };

      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () -> store.deleteIngestedBefore(Instant.parse("2026-11-22T00:00:00Z"), unsure));
      assertThat(store.partitions()).hasSize(3);
    }
  }

  @Test
  default void dropsADayOnceWhenTwoWantTo() {
    try (EventStore store = store()) {
      store.append(TestEvents.series(0, 10, NOON));
      store.flush();
      Instant limit = NOON.plus(2, ChronoUnit.DAYS);
      List<Partition> first = new ArrayList<>();
      Predicate<Partition> whileAnotherDrops =
          day -> {
            first.addAll(store.deleteIngestedBefore(limit, any -> true));
            return true;
          };

      assertThat(store.deleteIngestedBefore(limit, whileAnotherDrops)).isEmpty();
      assertThat(first).hasSize(1);
      assertThat(store.partitions()).isEmpty();
    }
  }

  @Test
  default void canBeUsedByManyThreads() throws InterruptedException {
    try (EventStore store = store()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        List<Event> events = TestEvents.series(i * 100, 200, NOON); // every event comes twice
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int from = 0; from < 200; from += 50) {
                    store.append(events.subList(from, from + 50));
                    store.search(query("event.outcome:failure"), Optional.empty(), 5);
                    store.flush();
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      store.refresh();

      assertThat(store.count(query(""))).isEqualTo(500);
    }
  }

  // ------------------------------------------------------------------ words for the tests

  /** A store that shows {@code events}. */
  default EventStore storeOf(Event... events) {
    return storeOf(List.of(events));
  }

  /** A store that shows {@code events}. */
  default EventStore storeOf(List<Event> events) {
    EventStore store = store();
    store.append(events);
    store.refresh();
    return store;
  }

  /** What the province asks, over all of time. */
  static EventQuery query(String text) {
    return new EventQuery(text, TimeRange.ALL, OrganizationScope.PROVINCE);
  }

  /** The first hundred events. */
  static List<Event> search(EventStore store, String text) {
    return store.search(query(text), Optional.empty(), 100).events();
  }

  /** The first hundred events that {@code units} may see. */
  static List<Event> search(EventStore store, String text, Set<String> units) {
    return store
        .search(
            new EventQuery(text, TimeRange.ALL, OrganizationScope.units(units)),
            Optional.empty(),
            100)
        .events();
  }

  /** All events, {@code size} at a time. */
  static List<Event> allPages(EventStore store, String text, int size) {
    List<Event> all = new ArrayList<>();
    Optional<EventPage.Cursor> next = Optional.empty();
    do {
      EventPage page = store.search(query(text), next, size);
      all.addAll(page.events());
      next = page.next();
    } while (next.isPresent());
    return all;
  }
}
