package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the JSON of an index file token by token: it names up to fifty thousand blobs, every
 * command reads all index files, and one that has just started has code for that which the compiler
 * has not seen yet.
 *
 * <p>Unknown keys are passed over, a number that is missing or null is 0. For one index file.
 */
final class IndexReader {

  private final JsonParser parser;
  private final BiConsumer<StorageId, List<PackedBlob>> consumer;

  private IndexReader(JsonParser parser, BiConsumer<StorageId, List<PackedBlob>> consumer) {
    this.parser = parser;
    this.consumer = consumer;
  }

  /** Shows every pack of an index file; false when it is none, after showing what made sense. */
  static boolean read(byte[] json, BiConsumer<StorageId, List<PackedBlob>> consumer) {
    try (JsonParser parser = ResticJson.parser(json)) {
      return new IndexReader(parser, consumer).document() && parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  private boolean document() {
    boolean packs = false;
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken value = parser.nextToken();
      if (!key.equals("packs")) {
        parser.skipChildren();
      } else if (value == JsonToken.START_ARRAY && packs()) {
        packs = true;
      } else {
        return false;
      }
    }
    return packs;
  }

  private boolean packs() {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT || !pack()) {
        return false;
      }
    }
    return true;
  }

  private boolean pack() {
    Optional<StorageId> id = Optional.empty();
    List<PackedBlob> blobs = null;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken value = parser.nextToken();
      switch (key) {
        case "id" -> id = id(value);
        case "blobs" -> {
          blobs = value == JsonToken.START_ARRAY ? blobs() : null;
          if (blobs == null) {
            return false;
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (id.isEmpty() || blobs == null) {
      return false;
    }
    consumer.accept(id.get(), blobs);
    return true;
  }

  /** Null when one of them makes no sense. */
  private @Nullable List<PackedBlob> blobs() {
    List<PackedBlob> blobs = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      PackedBlob blob = parser.currentToken() == JsonToken.START_OBJECT ? blob() : null;
      if (blob == null) {
        return null;
      }
      blobs.add(blob);
    }
    return blobs;
  }

  private @Nullable PackedBlob blob() {
    Optional<StorageId> id = Optional.empty();
    BlobType type = BlobType.DATA;
    int offset = 0;
    int length = 0;
    int rawLength = 0;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken value = parser.nextToken();
      switch (key) {
        case "id" -> id = id(value);
        case "type" -> type = "tree".equals(parser.getString()) ? BlobType.TREE : BlobType.DATA;
        case "offset" -> offset = number(value);
        case "length" -> length = number(value);
        case "uncompressed_length" -> rawLength = number(value);
        default -> parser.skipChildren();
      }
    }
    boolean possible =
        offset >= 0 && length >= Envelope.OVERHEAD && offset + length > 0 && rawLength >= 0;
    return id.isPresent() && possible
        ? new PackedBlob(type, id.get(), offset, length, rawLength)
        : null;
  }

  private Optional<StorageId> id(JsonToken value) {
    return value == JsonToken.VALUE_STRING ? StorageId.parse(parser.getString()) : Optional.empty();
  }

  /** A number beyond all packs, or something else, is refused by the parser. */
  private int number(JsonToken value) {
    return value == JsonToken.VALUE_NULL ? 0 : parser.getIntValue();
  }
}
