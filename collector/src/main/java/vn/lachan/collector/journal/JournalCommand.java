package vn.lachan.collector.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import vn.lachan.collector.RawLog;

/**
 * {@code lachan journal check|dump|repair DIR}: looks into a journal without changing it, also
 * while it is in use; or repairs one that is not.
 *
 * <p>{@code check} prints one line a segment and ends with 1 when something is damaged; {@code
 * dump} prints every record as a JSON line; {@code repair} prints a line a repair and leaves what
 * {@code check} has nothing to say against.
 */
public final class JournalCommand {
  private static final int OK = 0;
  private static final int DAMAGED = 1;
  private static final int USAGE = 2;

  private static final List<String> WORDS = List.of("check", "dump", "repair");

  private final PrintStream out;
  private final PrintStream err;

  public JournalCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs with the words after {@code journal}; returns the exit code. */
  public int run(List<String> arguments) {
    if (arguments.size() != 2 || !WORDS.contains(arguments.getFirst())) {
      err.println("usage: lachan journal check|dump|repair DIR");
      return USAGE;
    }
    Path folder = Path.of(arguments.get(1));
    if (!Files.isDirectory(folder)) {
      err.println("not a folder: " + folder);
      return USAGE;
    }
    try {
      return switch (arguments.getFirst()) {
        case "check" -> check(folder);
        case "dump" -> dump(folder);
        default -> repair(folder);
      };
    } catch (JournalException e) {
      err.println("lachan journal: " + e.getMessage());
      return USAGE;
    } catch (IOException e) {
      err.println("cannot read the journal in " + folder + ": " + e);
      return USAGE;
    }
  }

  private interface Visitor {
    void record(long number, long offset, RawLog log) throws IOException;

    void damaged(long number, long from, long to) throws IOException;
  }

  private int check(Path folder) throws IOException {
    long records = 0;
    long damages = 0;
    NavigableMap<Long, Path> files = SegmentFormat.list(folder);
    for (Map.Entry<Long, Path> file : files.entrySet()) {
      Counts counts = new Counts();
      visit(file.getValue(), file.getKey(), counts);
      records += counts.records;
      boolean torn =
          counts.damages == 1
              && counts.lastDamageEnd == Files.size(file.getValue())
              && file.getKey().equals(files.lastKey());
      damages += torn ? 0 : counts.damages;
      out.printf(
          "%s: %d records, %d bytes%s%n",
          file.getValue().getFileName(),
          counts.records,
          Files.size(file.getValue()),
          torn
              ? ", torn or unfinished end of " + counts.damagedBytes + " bytes"
              : counts.damages == 0
                  ? ""
                  : ", " + counts.damages + " damaged places of " + counts.damagedBytes + " bytes");
    }
    printReaders(folder.resolve("readers"));
    out.printf(
        "%d segments, %d records, %s%n",
        files.size(), records, damages == 0 ? "nothing damaged" : damages + " damaged places");
    return damages == 0 ? OK : DAMAGED;
  }

  private int repair(Path folder) throws IOException {
    int repairs = new JournalRepair(folder, out).run();
    out.println(repairs == 0 ? "nothing to repair" : repairs + " repairs");
    return OK;
  }

  private void printReaders(Path readers) throws IOException {
    if (!Files.isDirectory(readers)) {
      return;
    }
    try (var files = Files.list(readers)) {
      for (Path file : files.sorted().toList()) {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        out.printf("%s: %s%n", file.getFileName(), lines.size() > 1 ? lines.get(1) : "unreadable");
      }
    }
  }

  private static final class Counts implements Visitor {
    private long records;
    private long damages;
    private long damagedBytes;
    private long lastDamageEnd;

    @Override
    public void record(long number, long offset, RawLog log) {
      records++;
    }

    @Override
    public void damaged(long number, long from, long to) {
      damages++;
      damagedBytes += to - from;
      lastDamageEnd = to;
    }
  }

  private int dump(Path folder) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    boolean[] damaged = new boolean[1];
    Visitor printer =
        new Visitor() {
          @Override
          public void record(long number, long offset, RawLog log) {
            try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
              json.writeStartObject();
              json.writeStringProperty("at", number + ":" + offset);
              json.writeStringProperty("source", log.source());
              json.writeStringProperty("received", log.received().toString());
              json.writeStringProperty("peer", log.peer());
              json.writeStringProperty("position", log.position());
              json.writeNumberProperty("wire_length", log.wireLength());
              json.writeStringProperty("text", new String(log.bytes(), StandardCharsets.UTF_8));
              json.writeEndObject();
            }
            out.println();
          }

          @Override
          public void damaged(long number, long from, long to) {
            damaged[0] = true;
            err.println("segment " + number + ": bytes " + from + " to " + to + " are no record");
          }
        };
    for (Map.Entry<Long, Path> file : SegmentFormat.list(folder).entrySet()) {
      visit(file.getValue(), file.getKey(), printer);
    }
    out.flush();
    return damaged[0] ? DAMAGED : OK;
  }

  private static void visit(Path path, long number, Visitor visitor) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long end = file.length();
      OptionalLong salt = SegmentFormat.salt(file, number);
      if (salt.isEmpty()) {
        visitor.damaged(number, 0, end);
        return;
      }
      SegmentScanner scanner = new SegmentScanner(file, salt.getAsLong());
      long position = SegmentFormat.HEADER_BYTES;
      while (true) {
        switch (scanner.next(position, end)) {
          case SegmentScanner.Whole(byte[] array, int at, int length, long next) -> {
            RawLog log = RawLogCodec.decode(array, at, length);
            if (log == null) {
              visitor.damaged(number, position, next);
            } else {
              visitor.record(number, position, log);
            }
            position = next;
          }
          case SegmentScanner.Damaged(long from, long to) -> {
            visitor.damaged(number, from, to);
            position = to;
          }
          case SegmentScanner.End _ -> {
            return;
          }
        }
      }
    }
  }
}
