package vn.lachan.detection.evtx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads binary XML of one chunk: documents, the templates they use and the names in both. Templates
 * are read once a chunk. For one thread.
 */
final class BinaryXml {
  private static final int MORE = 0x40;
  private static final int END = 0x00;
  private static final int OPEN = 0x01;
  private static final int CLOSE_START = 0x02;
  private static final int CLOSE_EMPTY = 0x03;
  private static final int END_ELEMENT = 0x04;
  private static final int VALUE = 0x05;
  private static final int ATTRIBUTE = 0x06;
  private static final int CDATA = 0x07;
  private static final int CHARACTER = 0x08;
  private static final int ENTITY = 0x09;
  private static final int PI_TARGET = 0x0a;
  private static final int PI_DATA = 0x0b;
  private static final int TEMPLATE = 0x0c;
  private static final int SUBSTITUTION = 0x0d;
  private static final int OPTIONAL = 0x0e;
  private static final int FRAGMENT = 0x0f;
  private static final int FRAGMENT_SIZE = 4;
  private static final int DEFINITION_SIZE = 24;
  private static final Map<String, String> ENTITIES =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'");

  private final Bytes bytes;
  private final ValueTexts texts;
  private final Names names;
  private final Budget budget;
  private final Map<Integer, Template> templates = new HashMap<>();

  /** Where reading is, and where it must end. */
  private int position;

  private int limit;

  /** Whether elements carry a dependency identifier, as they do in templates only. */
  private boolean dependencies;

  private record Template(List<Node> content, String damage) {}

  BinaryXml(Bytes bytes, HexText hex, Budget budget) {
    this.bytes = bytes;
    this.texts = new ValueTexts(bytes, hex);
    this.budget = budget;
    this.names = new Names(bytes, budget.limits().nameCharacters());
  }

  /** Reads the document between two places. */
  List<Node> document(int from, int to) {
    try {
      return read(from, to, false);
    } catch (DamagedException e) {
      return withDependencies(from, to, e);
    }
  }

  /** Some writers put the identifiers of templates into documents too. */
  private List<Node> withDependencies(int from, int to, DamagedException first) {
    if (!startsWithElement(from, to)) {
      throw first;
    }
    try {
      return read(from, to, true);
    } catch (DamagedException e) {
      throw first;
    }
  }

  private boolean startsWithElement(int from, int to) {
    int at = from;
    while (at + FRAGMENT_SIZE < to && bytes.unsignedByte(at) == FRAGMENT) {
      at += FRAGMENT_SIZE;
    }
    return at < to && (bytes.unsignedByte(at) & ~MORE) == OPEN;
  }

  private List<Node> read(int from, int to, boolean withDependencies) {
    int positionBefore = position;
    int limitBefore = limit;
    boolean dependenciesBefore = dependencies;
    budget.enter();
    try {
      bytes.check(from, to - from);
      position = from;
      limit = to;
      dependencies = withDependencies;
      return content();
    } finally {
      budget.leave();
      position = positionBefore;
      limit = limitBefore;
      dependencies = dependenciesBefore;
    }
  }

  /** Reads up to the end of the element or document; the token that ends it is read too. */
  private List<Node> content() {
    List<Node> nodes = new ArrayList<>();
    while (position < limit) {
      int token = next();
      budget.node();
      switch (token & ~MORE) {
        case END, END_ELEMENT -> {
          return nodes;
        }
        case OPEN -> nodes.add(element((token & MORE) != 0));
        case TEMPLATE -> nodes.add(instance());
        case FRAGMENT -> skip(FRAGMENT_SIZE - 1);
        case PI_TARGET -> name();
        case PI_DATA -> text();
        default -> nodes.add(piece(token));
      }
    }
    return nodes;
  }

  /** Text or a hole for text, in an element or an attribute. */
  private Node piece(int token) {
    return switch (token & ~MORE) {
      case VALUE -> {
        int type = next();
        if (type != ValueTexts.STRING) {
          throw new DamagedException("has text of type " + type);
        }
        yield new Node.Text(text());
      }
      case CDATA -> new Node.Text(text());
      case CHARACTER -> new Node.Text(Character.toString((char) shortNumber()));
      case ENTITY -> {
        String name = name();
        yield new Node.Text(ENTITIES.getOrDefault(name, "&" + name + ";"));
      }
      case SUBSTITUTION, OPTIONAL -> {
        int value = shortNumber();
        skip(1);
        yield new Node.Substitution(value, (token & ~MORE) == OPTIONAL);
      }
      default ->
          throw new DamagedException(
              "has the unknown token 0x" + Integer.toHexString(token) + " at " + (position - 1));
    };
  }

  private Node element(boolean hasAttributes) {
    budget.enter();
    if (dependencies) {
      skip(Short.BYTES);
    }
    skip(Integer.BYTES);
    String tag = name();
    List<Node.Attribute> attributes = hasAttributes ? attributes() : List.of();
    int token = next();
    List<Node> content =
        switch (token) {
          case CLOSE_START -> content();
          case CLOSE_EMPTY -> List.of();
          default ->
              throw new DamagedException(
                  "has the token 0x" + Integer.toHexString(token) + " in the element " + tag);
        };
    budget.leave();
    return new Node.Element(tag, attributes, content, constantName(attributes));
  }

  private static @Nullable String constantName(List<Node.Attribute> attributes) {
    for (Node.Attribute attribute : attributes) {
      if (attribute.name().equals("Name")
          && attribute.content().size() == 1
          && attribute.content().getFirst() instanceof Node.Text(String text)) {
        return text;
      }
    }
    return null;
  }

  private List<Node.Attribute> attributes() {
    List<Node.Attribute> attributes = new ArrayList<>();
    skip(Integer.BYTES);
    while ((peek() & ~MORE) == ATTRIBUTE) {
      budget.node();
      skip(1);
      String name = name();
      List<Node> content = new ArrayList<>();
      int token = peek() & ~MORE;
      while (token != ATTRIBUTE && token != CLOSE_START && token != CLOSE_EMPTY) {
        budget.node();
        content.add(piece(next()));
        token = peek() & ~MORE;
      }
      attributes.add(new Node.Attribute(name, content));
    }
    return attributes;
  }

  private Node instance() {
    skip(1 + Integer.BYTES);
    int definition = bytes.within(position);
    skip(Integer.BYTES);
    if (definition == position) {
      int size = bytes.within(position + DEFINITION_SIZE - Integer.BYTES);
      skip(DEFINITION_SIZE);
      skip(size);
    }
    Values values = Values.read(bytes, texts, position);
    if (values.end() > limit) {
      throw new DamagedException("has values that go on behind its end");
    }
    position = values.end();
    return new Node.Instance(template(definition), values);
  }

  private List<Node> template(int definition) {
    Template template = templates.get(definition);
    if (template == null) {
      templates.put(definition, new Template(List.of(), "has a template that contains itself"));
      template = readTemplate(definition);
      templates.put(definition, template);
    }
    if (!template.damage().isEmpty()) {
      throw new DamagedException(template.damage());
    }
    return template.content();
  }

  private Template readTemplate(int definition) {
    try {
      int size = bytes.within(definition + DEFINITION_SIZE - Integer.BYTES);
      int from = definition + DEFINITION_SIZE;
      return new Template(read(from, from + size, true), "");
    } catch (DamagedException e) {
      return new Template(
          List.of(), "has a damaged template (at " + definition + "): " + e.reason());
    }
  }

  /** A name by its place in the chunk; where it is first used it stands in the document itself. */
  private String name() {
    int at = bytes.within(position);
    skip(Integer.BYTES);
    if (at == position) {
      skip(names.end(at) - at);
    }
    return names.at(at);
  }

  private String text() {
    int size = shortNumber() * 2;
    String text = bytes.utf16(position, size);
    skip(size);
    return text;
  }

  private int shortNumber() {
    int number = bytes.unsignedShort(position);
    skip(Short.BYTES);
    return number;
  }

  private int peek() {
    if (position >= limit) {
      throw new DamagedException("ends inside an element");
    }
    return bytes.unsignedByte(position);
  }

  private int next() {
    int token = peek();
    position++;
    return token;
  }

  private void skip(int count) {
    if (count > limit - position) {
      throw new DamagedException("goes on behind its end");
    }
    position += count;
  }
}
