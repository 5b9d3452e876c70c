package vn.lachan.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The places of a filled form that carry a text, and how to put another text there. */
final class FormPlaces {
  private static final Pattern BLOCK =
      Pattern.compile(
          "b(\\d{1,4})(?:\\.(?:(\\d{1,4})|r(\\d{1,5})\\.c(\\d{1,3})|([sn])(\\d{1,3})))?");
  private static final int LABEL = 60;

  /**
   * One text.
   *
   * @param required whether the form is incomplete without it
   */
  record Place(String id, String label, String text, boolean required) {}

  private FormPlaces() {}

  /** All places, from the top of the form. */
  static List<Place> all(FilledForm form) {
    List<Place> places = new ArrayList<>();
    places.add(new Place("superior", "Cơ quan cấp trên", form.superior(), false));
    places.add(new Place("agency", "Cơ quan ban hành", form.agency(), true));
    places.add(new Place("number", "Số, ký hiệu", form.number(), false));
    places.add(new Place("place", "Địa danh", form.place(), true));
    places.add(new Place("title", "Tên loại văn bản", form.title(), true));
    places.add(new Place("subtitle", "Trích yếu", form.subtitle(), false));
    String section = "";
    for (int i = 0; i < form.blocks().size(); i++) {
      FilledBlock block = form.blocks().get(i);
      if (block instanceof FilledBlock.Section(String text)) {
        section = text;
      }
      add(places, "b" + i, block, section);
    }
    return places;
  }

  private static void add(List<Place> places, String id, FilledBlock block, String section) {
    switch (block) {
      case FilledBlock.Section _ -> {}
      case FilledBlock.Paragraph(String text, boolean _) ->
          places.add(new Place(id, paragraphLabel(text, section), text, true));
      case FilledBlock.Fields(List<FilledBlock.Entry> entries) -> {
        for (int i = 0; i < entries.size(); i++) {
          FilledBlock.Entry entry = entries.get(i);
          places.add(new Place(id + "." + i, entry.label(), entry.value(), true));
        }
      }
      case FilledBlock.Table table -> {
        for (int row = 0; row < table.rows().size(); row++) {
          for (int column = 0; column < table.columns().size(); column++) {
            places.add(
                new Place(
                    id + ".r" + row + ".c" + column,
                    section + " – " + table.columns().get(column).title() + ", dòng " + (row + 1),
                    table.rows().get(row).get(column),
                    true));
          }
        }
      }
      case FilledBlock.Signature(List<String> recipients, List<FilledBlock.Signer> signers) -> {
        for (int i = 0; i < recipients.size(); i++) {
          places.add(new Place(id + ".n" + i, "Nơi nhận", recipients.get(i), false));
        }
        for (int i = 0; i < signers.size(); i++) {
          FilledBlock.Signer signer = signers.get(i);
          places.add(new Place(id + ".s" + i, "Họ tên: " + signer.position(), signer.name(), true));
        }
      }
    }
  }

  private static String paragraphLabel(String text, String section) {
    if (text.replace(FilledForm.BLANK, "").isBlank()) {
      return section.isEmpty() ? "Nội dung" : section;
    }
    return text.length() <= LABEL ? text : text.substring(0, LABEL).stripTrailing() + "…";
  }

  /**
   * @throws IllegalArgumentException when there is no such place
   */
  static FilledForm replace(FilledForm form, String place, String given) {
    String text = given.isBlank() && !place.equals("number") ? FilledForm.BLANK : given.strip();
    return switch (place) {
      case "superior" ->
          form.withHead(
              text, form.agency(), form.number(), form.place(), form.title(), form.subtitle());
      case "agency" ->
          form.withHead(
              form.superior(), text, form.number(), form.place(), form.title(), form.subtitle());
      case "number" ->
          form.withHead(
              form.superior(), form.agency(), text, form.place(), form.title(), form.subtitle());
      case "place" ->
          form.withHead(
              form.superior(), form.agency(), form.number(), text, form.title(), form.subtitle());
      case "title" ->
          form.withHead(
              form.superior(), form.agency(), form.number(), form.place(), text, form.subtitle());
      case "subtitle" ->
          form.withHead(
              form.superior(), form.agency(), form.number(), form.place(), form.title(), text);
      default -> inBlock(form, place, text);
    };
  }

  private static FilledForm inBlock(FilledForm form, String place, String text) {
    Matcher parts = BLOCK.matcher(place);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) >= form.blocks().size()) {
      throw unknown(place);
    }
    int at = Integer.parseInt(parts.group(1));
    try {
      return form.withBlock(at, changed(form.blocks().get(at), parts, text, place));
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("no such place in the form: " + place, e);
    }
  }

  private static FilledBlock changed(FilledBlock block, Matcher parts, String text, String place) {
    boolean whole = parts.group(2) == null && parts.group(3) == null && parts.group(5) == null;
    return switch (block) {
      case FilledBlock.Paragraph(String _, boolean italic) when whole ->
          new FilledBlock.Paragraph(text, italic);
      case FilledBlock.Fields(List<FilledBlock.Entry> entries) when parts.group(2) != null -> {
        int at = Integer.parseInt(parts.group(2));
        yield new FilledBlock.Fields(
            set(entries, at, new FilledBlock.Entry(entries.get(at).label(), text)));
      }
      case FilledBlock.Table table when parts.group(3) != null -> {
        int row = Integer.parseInt(parts.group(3));
        List<String> cells = set(table.rows().get(row), Integer.parseInt(parts.group(4)), text);
        yield new FilledBlock.Table(table.columns(), set(table.rows(), row, cells), table.empty());
      }
      case FilledBlock.Signature(List<String> recipients, List<FilledBlock.Signer> signers)
          when parts.group(5) != null -> {
        int at = Integer.parseInt(parts.group(6));
        yield parts.group(5).equals("n")
            ? new FilledBlock.Signature(set(recipients, at, text), signers)
            : new FilledBlock.Signature(
                recipients,
                set(signers, at, new FilledBlock.Signer(signers.get(at).position(), text)));
      }
      case FilledBlock.Section _,
          FilledBlock.Paragraph _,
          FilledBlock.Fields _,
          FilledBlock.Table _,
          FilledBlock.Signature _ ->
          throw unknown(place);
    };
  }

  private static <T> List<T> set(List<T> list, int at, T value) {
    List<T> changed = new ArrayList<>(list);
    changed.set(at, value);
    return changed;
  }

  private static IllegalArgumentException unknown(String place) {
    return new IllegalArgumentException("no such place in the form: " + place);
  }
}
