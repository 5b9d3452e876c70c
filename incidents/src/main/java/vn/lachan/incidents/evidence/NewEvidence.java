package vn.lachan.incidents.evidence;

import vn.lachan.incidents.InvalidRequestException;

/**
 * What is said about a file when it is collected.
 *
 * @param name file name, without folders
 * @param mediaType for example {@code application/json}
 */
public record NewEvidence(String name, String mediaType, String description, String collectedFrom) {
  public NewEvidence {
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).strip();
    if (name.isEmpty()) {
      throw new InvalidRequestException("file", "Tệp chứng cứ phải có tên.");
    }
    if (mediaType.isBlank()) {
      mediaType = "application/octet-stream";
    }
  }
}
