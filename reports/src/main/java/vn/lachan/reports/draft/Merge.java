package vn.lachan.reports.draft;

import java.util.ArrayList;
import java.util.List;
import vn.lachan.reports.FilledBlock;
import vn.lachan.reports.FilledForm;

/** Brings what is new into a form without losing what people wrote. */
final class Merge {
  private Merge() {}

  /**
   * A text that was edited stays; one that was not becomes the fresh one. A table stays whole when
   * any of its cells was edited. Where the form itself has other blocks by now, the fresh form is
   * taken as it is.
   *
   * @param base what the platform had filled in
   * @param edited what people made of it
   * @param fresh what the platform would fill in now
   */
  static FilledForm of(FilledForm base, FilledForm edited, FilledForm fresh) {
    List<FilledBlock> blocks = fresh.blocks();
    if (blocks.size() != base.blocks().size()) {
      return fresh;
    }
    FilledForm merged = fresh;
    for (String place : List.of("superior", "agency", "number", "place", "title", "subtitle")) {
      merged = kept(merged, base, edited, place);
    }
    for (int i = 0; i < blocks.size(); i++) {
      merged = block(merged, base, edited, i);
    }
    return merged;
  }

  private static FilledForm block(FilledForm merged, FilledForm base, FilledForm edited, int at) {
    FilledBlock was = base.blocks().get(at);
    FilledBlock now = edited.blocks().get(at);
    if (was.equals(now)) {
      return merged;
    }
    if (now instanceof FilledBlock.Table table
        && merged.blocks().get(at) instanceof FilledBlock.Table fresh
        && fresh.columns().size() == table.columns().size()) {
      return merged.withRows(at, table.rows());
    }
    FilledForm result = merged;
    for (String place : places(now, "b" + at)) {
      result = kept(result, base, edited, place);
    }
    return result;
  }

  private static List<String> places(FilledBlock block, String id) {
    List<String> places = new ArrayList<>();
    switch (block) {
      case FilledBlock.Paragraph _ -> places.add(id);
      case FilledBlock.Fields fields -> {
        for (int i = 0; i < fields.entries().size(); i++) {
          places.add(id + "." + i);
        }
      }
      case FilledBlock.Signature signature -> {
        for (int i = 0; i < signature.signers().size(); i++) {
          places.add(id + ".s" + i);
        }
        for (int i = 0; i < signature.recipients().size(); i++) {
          places.add(id + ".n" + i);
        }
      }
      case FilledBlock.Section _, FilledBlock.Table _ -> {}
    }
    return places;
  }

  private static FilledForm kept(
      FilledForm merged, FilledForm base, FilledForm edited, String place) {
    String was = base.text(place).orElse("");
    String now = edited.text(place).orElse("");
    return was.equals(now) || merged.text(place).isEmpty() ? merged : merged.with(place, now);
  }
}
