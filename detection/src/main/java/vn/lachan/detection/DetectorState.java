package vn.lachan.detection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vn.lachan.detection.correlation.CorrelationPage;

/**
 * Writes and reads what a detector must not forget: correlations, the flood guard, and, as a whole,
 * windows of suppression, what exemptions hid, and baselines.
 */
final class DetectorState {
  private static final int MAGIC = 0x4c434453;
  private static final int PAGE_MAGIC = 0x4c434450;
  private static final int VERSION = 3;
  private static final int UNCHANGED = -1;
  private static final long NO_PAGE = -1;

  private final FloodGuard flood;
  private final FoldedAlerts folded;
  private final HiddenEvents hidden;

  /** What is kept as a whole as it was last saved, and in which page. */
  private byte[] whole = {};

  private long wholePage = NO_PAGE;

  DetectorState(FloodGuard flood, FoldedAlerts folded, HiddenEvents hidden) {
    this.flood = flood;
    this.folded = folded;
    this.hidden = hidden;
  }

  /** As {@link Detector#saveState()}. */
  byte[] save(Engine engine) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      byte[] correlations = engine.correlator().save();
      out.writeInt(correlations.length);
      out.write(correlations);
      flood.write(out);
      byte[] parts = whole(engine);
      out.writeInt(parts.length);
      out.write(parts);
    } catch (IOException e) {
      throw new UncheckedIOException("detector state cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** As {@link Detector#restoreState(byte[])}. */
  void restore(byte[] state, Engine engine) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("not a detector state");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException("detector state has unknown version " + version);
      }
      byte[] correlations = in.readNBytes(in.readInt());
      engine.correlator().restore(List.of(correlations));
      flood.read(in);
      restoreWhole(in.readNBytes(in.readInt()), engine);
    } catch (IOException e) {
      throw new IllegalArgumentException("detector state is damaged", e);
    }
  }

  /** As {@link Detector#saveChanges()}. */
  StatePage saveChanges(Engine engine) {
    CorrelationPage page = engine.correlator().changes();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(page.bytes().length + 256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(PAGE_MAGIC);
      out.writeInt(VERSION);
      flood.writeChanges(out, page.begins());
      writeWhole(out, page, engine);
      out.write(page.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("detector state cannot be written", e);
    }
    return new StatePage(page.number(), page.neededFrom(), bytes.toByteArray());
  }

  /** Windows of suppression, what exemptions hid, and baselines. */
  private byte[] whole(Engine engine) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    folded.write(out);
    hidden.write(out);
    out.write(engine.baselines().save());
    return bytes.toByteArray();
  }

  private void restoreWhole(byte[] kept, Engine engine) throws IOException {
    folded.clear();
    hidden.clear();
    engine.baselines().clear();
    if (kept.length > 0) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept));
      folded.read(in);
      hidden.read(in);
      engine.baselines().restore(in.readAllBytes());
    }
  }

  /**
   * What is kept as a whole stands in a page when it changed, and before the last such page goes.
   */
  private void writeWhole(DataOutputStream out, CorrelationPage page, Engine engine)
      throws IOException {
    byte[] now = whole(engine);
    if (wholePage >= page.neededFrom() && Arrays.equals(now, whole)) {
      out.writeInt(UNCHANGED);
      return;
    }
    out.writeInt(now.length);
    out.write(now);
    whole = now;
    wholePage = page.number();
  }

  /** As {@link Detector#restoreState(List)}. */
  void restore(List<StatePage> pages, Engine engine) {
    if (pages.isEmpty()
        || pages.getFirst().number() != pages.getLast().neededFrom()
        || pages.getLast().number() - pages.getFirst().number() != pages.size() - 1) {
      throw new IllegalArgumentException("pages of the detector state are missing");
    }
    List<byte[]> correlations = new ArrayList<>();
    byte[] kept = {};
    try {
      for (StatePage page : pages) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(page.bytes()));
        if (in.readInt() != PAGE_MAGIC || in.readInt() != VERSION) {
          throw new IllegalArgumentException("not a page of a detector state of this version");
        }
        flood.readChanges(in);
        int length = in.readInt();
        kept = length == UNCHANGED ? kept : in.readNBytes(length);
        correlations.add(in.readAllBytes());
      }
      restoreWhole(kept, engine);
    } catch (IOException e) {
      throw new IllegalArgumentException("detector state is damaged", e);
    }
    engine.correlator().restore(correlations);
    wholePage = NO_PAGE;
    engine.correlator().goOnAfter(pages.getLast().number(), pages.getLast().neededFrom());
  }
}
