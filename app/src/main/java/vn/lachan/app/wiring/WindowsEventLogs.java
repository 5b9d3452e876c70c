package vn.lachan.app.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.lachan.collector.input.EventLogFormat;
import vn.lachan.detection.evtx.EvtxChunk;
import vn.lachan.detection.evtx.EvtxChunks;
import vn.lachan.detection.evtx.EvtxItem;
import vn.lachan.detection.evtx.EvtxSettings;

/** Windows' {@code .evtx}: its chunks, and its events as Winlogbeat would have sent them. */
final class WindowsEventLogs implements EventLogFormat {

  @Override
  public Pieces open(InputStream in) {
    List<String> between = new ArrayList<>();
    EvtxChunks chunks = new EvtxChunks(in, damage -> between.add(damage.toString()));
    return () -> next(chunks, between);
  }

  private static Optional<Piece> next(EvtxChunks chunks, List<String> between) throws IOException {
    EvtxChunk chunk = chunks.next();
    List<String> damages = new ArrayList<>(between);
    between.clear();
    List<Entry> events = new ArrayList<>();
    if (chunk != null) {
      chunk.read(
          EvtxSettings.DEFAULT,
          item -> {
            switch (item) {
              case EvtxItem.Event event ->
                  events.add(new Entry(event.record(), WinlogbeatLine.of(event)));
              case EvtxItem.Damage damage -> damages.add(damage.toString());
            }
          });
    }
    return chunk == null && damages.isEmpty()
        ? Optional.empty()
        : Optional.of(new Piece(events, damages));
  }
}
