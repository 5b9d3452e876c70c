package vn.lachan.detection.evtx;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Assumptions;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Another reader of event logs: {@code evtxexport} of Debian's libevtx-utils. */
final class EvtxExport {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/bin/evtxexport"), Path.of("/usr/local/bin/evtxexport"));

  /** What it wrote. */
  record Output(String text, boolean complete) {}

  static Output run(Path file, Path folder) throws IOException, InterruptedException {
    Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
    Assumptions.assumeTrue(program != null, "evtxexport (libevtx-utils) is not installed");
    Path out = folder.resolve("evtxexport.xml");
    Process process =
        new ProcessBuilder(String.valueOf(program), "-f", "xml", file.toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertEnds(process);
    } finally {
      process.destroyForcibly();
    }
    return new Output(Files.readString(out, StandardCharsets.UTF_8), process.exitValue() == 0);
  }

  private static void assertEnds(Process process) throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("evtxexport does not end");
    }
  }

  /** The events as flat fields, by rules of their own, not those of the reader. */
  static List<Map<String, Object>> events(Output output) {
    List<Map<String, Object>> events = new ArrayList<>();
    for (String text : output.text().split("(?=<Event )", -1)) {
      int end = text.lastIndexOf("</Event>");
      if (text.startsWith("<Event ") && end > 0) {
        events.add(flat(parse(text.substring(0, end + "</Event>".length()))));
      }
    }
    return events;
  }

  private static Element parse(String xml) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("not XML: " + xml, e);
    }
  }

  private static Map<String, Object> flat(Element event) {
    Map<String, Object> fields = new HashMap<>();
    Map<String, Object> data = new HashMap<>();
    for (Element section : children(event)) {
      for (Element part : children(section)) {
        if (section.getTagName().equals("System")) {
          system(part, fields);
        } else {
          leaf(part, data);
        }
      }
    }
    fields.putAll(data);
    return fields;
  }

  private static void system(Element part, Map<String, Object> fields) {
    String tag = part.getTagName();
    for (String name : List.of("Name", "ProcessID", "ThreadID", "UserID", "SystemTime")) {
      if (part.hasAttribute(name)) {
        fields.put(name.equals("SystemTime") ? tag : tag + "_" + name, part.getAttribute(name));
      }
    }
    String text = part.getTextContent();
    if (!text.isEmpty()) {
      boolean number =
          List.of("EventID", "Version", "Level", "Task", "Opcode", "EventRecordID").contains(tag);
      fields.put(tag, number ? (Object) Long.valueOf(text) : text);
    }
  }

  private static void leaf(Element element, Map<String, Object> data) {
    List<Element> inside = children(element);
    if (!inside.isEmpty()) {
      inside.forEach(part -> leaf(part, data));
      return;
    }
    String name =
        element.hasAttribute("Name") ? element.getAttribute("Name") : element.getTagName();
    String value = element.getTextContent();
    Object before = data.get(name);
    List<Object> all = new ArrayList<>();
    if (before instanceof List<?> list) {
      all.addAll(list);
    } else if (before != null) {
      all.add(before);
    }
    all.add(value);
    data.put(name, before == null ? value : all);
  }

  private static List<Element> children(Element element) {
    List<Element> result = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        result.add(child);
      }
    }
    return result;
  }

  private EvtxExport() {}
}
