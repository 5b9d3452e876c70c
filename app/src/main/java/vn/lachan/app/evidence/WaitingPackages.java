package vn.lachan.app.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.reports.pack.EvidencePackageException;

/**
 * Packages that wait to be fetched, in a folder: each a file and, beside it, a card {@code ID.json}
 * that says whose it is and until when. The card is written last and forced to disk, so what was
 * promised is there after a crash; what has no card, or one that is over, is swept. Safe for use by
 * several threads of one process.
 */
final class WaitingPackages {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingPackages.class);
  private static final String CARD = ".json";

  private final JsonMapper json = JsonMapper.shared();
  private final Path folder;
  private final ConcurrentHashMap<String, Card> cards = new ConcurrentHashMap<>();
  private final Set<String> inTheMaking = ConcurrentHashMap.newKeySet();

  /**
   * What waits.
   *
   * @param account who made it and may fetch it
   * @param file name of the file in the folder
   * @param name what to call it
   * @param until when it goes
   */
  record Card(
      String id,
      String account,
      String incident,
      String file,
      String name,
      String sha256,
      long size,
      Instant until) {}

  private WaitingPackages(Path folder) {
    this.folder = folder;
  }

  /** Takes up what waits in {@code folder}, which is made when missing; half packages go. */
  static WaitingPackages open(Path folder, Instant now) {
    WaitingPackages waiting = new WaitingPackages(folder);
    try {
      Files.createDirectories(folder);
      for (Path file : waiting.files()) {
        if (file.toString().endsWith(CARD)) {
          waiting.read(file).ifPresent(card -> waiting.cards.put(card.id(), card));
        }
      }
    } catch (IOException e) {
      throw new EvidencePackageException("cannot open the folder of packages " + folder, e);
    }
    waiting.sweep(now);
    return waiting;
  }

  int count() {
    return cards.size();
  }

  /** Has a package wait; returns only after it would survive a crash of the machine. */
  Card keep(Card wanted) {
    try {
      force(folder.resolve(wanted.file()));
      Path card = folder.resolve(wanted.id() + CARD);
      Path aside = folder.resolve(wanted.id() + CARD + ".new");
      try (FileChannel out =
          FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(wanted));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(aside, card, StandardCopyOption.ATOMIC_MOVE);
      force(folder);
    } catch (IOException e) {
      throw new EvidencePackageException("package cannot be kept: " + wanted.name(), e);
    }
    cards.put(wanted.id(), wanted);
    return wanted;
  }

  /** Has {@link #sweep} leave files alone that have no card, or none any more. */
  Making making() {
    String one = UUID.randomUUID().toString();
    inTheMaking.add(one);
    return () -> inTheMaking.remove(one);
  }

  /** While it is open, a file without a card may be one that is being written. */
  interface Making extends AutoCloseable {
    @Override
    void close();
  }

  Optional<Card> find(String id) {
    return Optional.ofNullable(cards.get(id));
  }

  /** Opens the package for the one who takes it; nobody else gets it afterwards. */
  Optional<InputStream> take(Card card) {
    // A sweep between the two would take it for one without a card.
    try (Making _ = making()) {
      if (!cards.remove(card.id(), card)) {
        return Optional.empty();
      }
      InputStream content =
          Files.newInputStream(folder.resolve(card.file()), StandardOpenOption.DELETE_ON_CLOSE);
      Files.deleteIfExists(folder.resolve(card.id() + CARD));
      return Optional.of(content);
    } catch (IOException e) {
      throw new EvidencePackageException("package is gone: " + card.name(), e);
    }
  }

  /** Removes what is over, and, while no package is being made, what has no card. */
  void sweep(Instant now) {
    cards.values().stream()
        .filter(card -> card.until().isBefore(now))
        .filter(card -> cards.remove(card.id(), card))
        .forEach(card -> remove(List.of(folder.resolve(card.file()), cardOf(card.id()))));
    if (!inTheMaking.isEmpty()) {
      return;
    }
    Set<String> known =
        cards.values().stream()
            .flatMap(card -> Stream.of(card.file(), card.id() + CARD))
            .collect(Collectors.toSet());
    try {
      remove(
          files().stream().filter(file -> !known.contains(file.getFileName().toString())).toList());
    } catch (IOException e) {
      throw new EvidencePackageException("cannot read the folder of packages " + folder, e);
    }
  }

  private Path cardOf(String id) {
    return folder.resolve(id + CARD);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** The card, or nothing when it is none or its package is not there; the sweep removes it. */
  private Optional<Card> read(Path file) throws IOException {
    try {
      Card card = json.readValue(Files.readAllBytes(file), Card.class);
      return Files.isRegularFile(folder.resolve(card.file()))
          ? Optional.of(card)
          : Optional.empty();
    } catch (JacksonException e) {
      LOG.warn("{} is no card of a package: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void remove(List<Path> files) {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new EvidencePackageException("package cannot be removed: " + file, e);
      }
    }
  }
}
