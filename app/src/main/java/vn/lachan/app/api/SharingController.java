package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.SignedIn;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.PaperReference;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.sharing.Destination;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.incidents.sharing.Labels;
import vn.lachan.incidents.sharing.Observable;
import vn.lachan.incidents.sharing.Observables;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.sharing.StateSecrets;

/** Labels of incidents and observables, and the flag of state secrets. */
@RestController
@RequestMapping("/api/incidents/{id}")
class SharingController {

  record NewMarking(
      @NotNull Tlp tlp,
      @NotNull Pap pap,
      @NotBlank @Size(max = 1000) String reason,
      @Nullable Long version) {}

  record ObservableView(
      String id,
      Observable.Kind kind,
      String kindName,
      String value,
      String note,
      Tlp tlp,
      Pap pap,
      boolean own,
      String addedBy,
      java.time.Instant addedAt) {}

  record NewObservable(
      Observable.@NotNull Kind kind,
      @NotBlank @Size(max = 2000) String value,
      @Nullable @Size(max = 2000) String note,
      @Nullable Tlp tlp,
      @Nullable Pap pap) {}

  record ObservableMarking(
      @Nullable Tlp tlp, @Nullable Pap pap, @NotBlank @Size(max = 1000) String reason) {}

  record Created(String id) {}

  record Declared(@NotBlank String reference, @NotBlank String seen) {}

  record Paper(@NotBlank String reference) {}

  private final Labels labels;
  private final Observables observables;
  private final StateSecrets secrets;

  SharingController(Labels labels, Observables observables, StateSecrets secrets) {
    this.labels = labels;
    this.observables = observables;
    this.secrets = secrets;
  }

  @PostMapping("/marking")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void mark(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid NewMarking next) {
    labels.mark(
        Officers.of(user), id, new Marking(next.tlp(), next.pap()), next.reason(), next.version());
  }

  @GetMapping("/observables")
  List<ObservableView> observables(
      @AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return observables.of(user.scope(), id).stream().map(SharingController::view).toList();
  }

  @PostMapping("/observables")
  @ResponseStatus(HttpStatus.CREATED)
  Created add(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid NewObservable wanted) {
    return new Created(
        observables.add(
            Officers.of(user),
            id,
            wanted.kind(),
            wanted.value(),
            Optional.ofNullable(wanted.note()).orElse(""),
            own(wanted.tlp(), wanted.pap())));
  }

  /** Without labels it has those of its incident again. */
  @PostMapping("/observables/{observable}/marking")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void markObservable(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @PathVariable String observable,
      @RequestBody @Valid ObservableMarking next) {
    observables.mark(Officers.of(user), id, observable, own(next.tlp(), next.pap()), next.reason());
  }

  /**
   * A list to hand on, as CSV: only what may go to {@code circle}. How many stay, and by which
   * rule, stands in the header {@code X-Lachan-Kept}.
   */
  @GetMapping("/observables/export")
  ResponseEntity<byte[]> export(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestParam Circle circle) {
    Observables.Export export = observables.export(Officers.of(user), id, circle);
    StringBuilder csv = new StringBuilder("kind,value,tlp,pap\r\n");
    for (Observable one : export.leaving()) {
      csv.append(one.kind()).append(',').append(cell(one.value())).append(',');
      csv.append(one.marking().tlp().label()).append(',');
      csv.append(one.marking().pap().label()).append("\r\n");
    }
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header("Content-Disposition", "attachment; filename=\"quan-sat-" + id + ".csv\"")
        .header("X-Lachan-Kept", kept(export.kept()))
        .body(csv.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A spreadsheet must not take a value for a formula. */
  private static String cell(String value) {
    boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
    return "\"" + (formula ? "'" : "") + value.replace("\"", "\"\"") + "\"";
  }

  private static String kept(Map<String, Integer> kept) {
    return String.join(
        ", ", kept.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).sorted().toList());
  }

  /** What the incident holds, to be seen before the flag is set. */
  @GetMapping("/secret")
  StateSecrets.Contents contents(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return secrets.contents(user.scope(), id);
  }

  @PostMapping("/secret")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void declare(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Declared declared) {
    secrets.declare(
        Officers.of(user), id, new PaperReference(declared.reference()), declared.seen());
  }

  @PostMapping("/secret/lift")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void lift(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Paper paper) {
    secrets.lift(Officers.of(user), id, new PaperReference(paper.reference()));
  }

  @PostMapping("/secret/destroy")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void destroy(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Paper minutes) {
    secrets.destroy(Officers.of(user), id, new PaperReference(minutes.reference()));
  }

  /** Whether a file of this incident may be taken along by this person. */
  static void requireFile(Sharing sharing, SignedIn user, String incident) {
    sharing.require(
        Officers.of(user),
        incident,
        new Destination(Destination.Way.FILE, sharing.circleOf(Officers.of(user), incident)));
  }

  /** What keeps content may not, of an incident that touches state secrets. */
  static void requireNoSecret(Sharing sharing, SignedIn user, String incident) {
    sharing.require(
        Officers.of(user),
        incident,
        new Destination(Destination.Way.SEARCH, Destination.Circle.OWN_UNIT));
  }

  private static @Nullable Marking own(@Nullable Tlp tlp, @Nullable Pap pap) {
    if (tlp == null && pap == null) {
      return null;
    }
    if (tlp == null || pap == null) {
      throw new vn.lachan.incidents.InvalidRequestException("tlp", "Nhãn riêng gồm cả TLP và PAP.");
    }
    return new Marking(tlp, pap);
  }

  private static ObservableView view(Observable one) {
    return new ObservableView(
        one.id(),
        one.kind(),
        one.kind().vietnamese(),
        one.value(),
        one.note(),
        one.marking().tlp(),
        one.marking().pap(),
        one.own() != null,
        one.addedBy(),
        one.addedAt());
  }
}
