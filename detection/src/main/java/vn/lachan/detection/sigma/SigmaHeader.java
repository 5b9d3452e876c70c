package vn.lachan.detection.sigma;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every kind of document says about itself. Text that is absent is empty, a list that is
 * absent has no elements.
 *
 * @param file name of the file as it was given
 * @param line first line of the document, from 1
 * @param id as written; a document without an id gets its name, else a hash of its text
 * @param name by which a correlation may refer to it
 * @param level as written, in lower case
 * @param license under which the rule may be used, an SPDX identifier; empty when it does not say
 * @param fields what to show with a match
 * @param custom our own attributes; a single value is a list of one, a map is several attributes
 *     {@code name.key}
 * @param modified day of the last change: attribute {@code modified}, else {@code date}
 * @param text the document as it stands in the file
 */
public record SigmaHeader(
    String file,
    int line,
    String id,
    String name,
    String title,
    String description,
    String status,
    String level,
    String author,
    String license,
    List<String> tags,
    List<String> falsePositives,
    List<String> references,
    List<String> fields,
    Map<String, List<String>> custom,
    Optional<LocalDate> modified,
    String text) {

  public SigmaHeader {
    tags = List.copyOf(tags);
    falsePositives = List.copyOf(falsePositives);
    references = List.copyOf(references);
    fields = List.copyOf(fields);
    custom = Collections.unmodifiableMap(new LinkedHashMap<>(custom));
  }

  /** The header of something that is no rule of a file. */
  public static SigmaHeader named(String id) {
    return new SigmaHeader(
        id,
        1,
        id,
        "",
        id,
        "",
        "",
        "",
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Optional.empty(),
        "");
  }

  /** Whether {@code reference} is this document's id or name. */
  public boolean isCalled(String reference) {
    return reference.equals(id) || (!name.isEmpty() && reference.equals(name));
  }
}
