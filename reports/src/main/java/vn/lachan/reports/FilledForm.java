package vn.lachan.reports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A form with its values put in: what is edited, laid out and signed. It stands alone: a later
 * change of the form or of the incident does not change it.
 *
 * <p>Every text that may be edited has a place: {@code number}, {@code place}, {@code superior},
 * {@code agency}, {@code title}, {@code subtitle}; {@code b3} for the paragraph that is block 3
 * (from 0), {@code b3.1} for its field 1, {@code b3.r2.c0} for a cell, {@code b3.s0} for the name
 * of a signer and {@code b3.n0} for a recipient.
 *
 * @param form id of the {@link ReportForm}
 * @param number number and symbol; empty to be filled in by hand
 * @param day the date it carries
 * @param landscape whether the page lies on its long side
 */
public record FilledForm(
    String form,
    String formName,
    String basis,
    String kind,
    boolean landscape,
    String superior,
    String agency,
    String number,
    String place,
    LocalDate day,
    String title,
    String subtitle,
    List<FilledBlock> blocks) {

  /** What stands where nobody said anything: dots to be filled in by hand. */
  public static final String BLANK = TemplateText.BLANK;

  public FilledForm {
    blocks = List.copyOf(blocks);
  }

  /**
   * A text that is still missing.
   *
   * @param label the words beside it on the form
   */
  public record Blank(String place, String label) {}

  /** Puts {@code content} into {@code form}. */
  public static FilledForm of(ReportForm form, ReportHead head, ReportContent content) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(content.values());
    values.put("day", head.day());
    return new FormFilling(new ReportContent(values)).fill(form, head);
  }

  /** The places whose text is missing, from the top; the number is given by the registry office. */
  public List<Blank> blanks() {
    return FormPlaces.all(this).stream()
        .filter(place -> place.text().isBlank() || place.text().contains(BLANK))
        .filter(place -> place.required())
        .map(place -> new Blank(place.id(), place.label()))
        .toList();
  }

  /** The text at {@code place}, or nothing when there is no such place. */
  public Optional<String> text(String place) {
    return FormPlaces.all(this).stream()
        .filter(found -> found.id().equals(place))
        .findFirst()
        .map(FormPlaces.Place::text);
  }

  /** The words beside {@code place} on the form; the place itself where there are none. */
  public String label(String place) {
    return FormPlaces.all(this).stream()
        .filter(found -> found.id().equals(place))
        .findFirst()
        .map(FormPlaces.Place::label)
        .orElse(place);
  }

  /**
   * This form with another text at {@code place}. An empty text becomes dots.
   *
   * @throws IllegalArgumentException when there is no such place
   */
  public FilledForm with(String place, String text) {
    return FormPlaces.replace(this, place, text);
  }

  /**
   * This form with other rows in the table that is block {@code block}.
   *
   * @throws IllegalArgumentException when that block is no table or a row has the wrong length
   */
  public FilledForm withRows(int block, List<List<String>> rows) {
    if (block < 0
        || block >= blocks.size()
        || !(blocks.get(block) instanceof FilledBlock.Table table)) {
      throw new IllegalArgumentException("block " + block + " is no table");
    }
    return withBlock(block, new FilledBlock.Table(table.columns(), rows, table.empty()));
  }

  /** This form with the date {@code value}. */
  public FilledForm on(LocalDate value) {
    return new FilledForm(
        form, formName, basis, kind, landscape, superior, agency, number, place, value, title,
        subtitle, blocks);
  }

  FilledForm withHead(
      String newSuperior,
      String newAgency,
      String newNumber,
      String newPlace,
      String newTitle,
      String newSubtitle) {
    return new FilledForm(
        form,
        formName,
        basis,
        kind,
        landscape,
        newSuperior,
        newAgency,
        newNumber,
        newPlace,
        day,
        newTitle,
        newSubtitle,
        blocks);
  }

  FilledForm withBlock(int at, FilledBlock block) {
    List<FilledBlock> changed = new ArrayList<>(blocks);
    changed.set(at, block);
    return new FilledForm(
        form, formName, basis, kind, landscape, superior, agency, number, place, day, title,
        subtitle, changed);
  }
}
