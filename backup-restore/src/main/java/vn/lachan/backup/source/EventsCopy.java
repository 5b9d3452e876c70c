package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Copies the stored events as they were when each day was reached, while the platform goes on
 * writing them.
 *
 * <p>A day is an index whose files are written once; its newest {@code segments_N} names those that
 * belong together, and none of these is deleted before there is a newer one. So all files are
 * linked, and when {@code segments_N} is still the newest afterwards, the links are whole. Files
 * that it does not name are dropped by the platform when it opens the index.
 */
final class EventsCopy {
  private static final Pattern DAY = Pattern.compile("[+-]?\\d{4,9}-\\d{2}-\\d{2}");
  private static final String COMMIT = "segments_";
  private static final int ATTEMPTS = 100;

  private final Path events;
  private final Path data;

  /**
   * @param data the data folder of the platform; links are made in it, so it must be on one file
   *     system with its events
   */
  EventsCopy(Path data) {
    this.data = data;
    this.events = data.resolve("events");
  }

  /** Gives every file to {@code to} as {@code events/DAY/NAME}; returns the number of days. */
  int run(SourceCapture to) throws IOException {
    Path links = Files.createTempDirectory(data, "events-copy-");
    int days = 0;
    try {
      for (Path day : entries(events)) {
        if (DAY.matcher(name(day)).matches()) {
          copy(day, links, to);
          days++;
        }
      }
    } finally {
      clear(links);
      Files.delete(links);
    }
    return days;
  }

  private static void copy(Path day, Path links, SourceCapture to) throws IOException {
    link(day, links);
    for (Path file : entries(links)) {
      try (InputStream content = Files.newInputStream(file)) {
        to.plain("events/" + name(day) + "/" + name(file), content);
      }
    }
    clear(links);
  }

  private static void link(Path day, Path links) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<String> commit = commit(day);
      if (commit.isEmpty()) {
        return; // nothing of this day was ever committed
      }
      if (linked(day, commit.get(), links) && commit.equals(commit(day))) {
        return;
      }
      clear(links);
    }
    throw new SourceException("sự kiện ngày " + name(day) + " thay đổi nhanh hơn sao chép");
  }

  private static boolean linked(Path day, String commit, Path links) throws IOException {
    for (Path file : entries(day)) {
      String name = name(file);
      boolean otherCommit = name.startsWith(COMMIT) && !name.equals(commit);
      if (otherCommit || name.startsWith("pending_") || name.equals("write.lock")) {
        continue;
      }
      try {
        Files.createLink(links.resolve(name), file);
      } catch (NoSuchFileException _) {
        return false;
      }
    }
    return Files.exists(links.resolve(commit));
  }

  /** The newest commit; its number is written in base 36. */
  private static Optional<String> commit(Path day) throws IOException {
    return entries(day).stream()
        .map(EventsCopy::name)
        .filter(name -> name.matches(COMMIT + "[0-9a-z]{1,12}"))
        .max(Comparator.comparingLong(name -> Long.parseLong(name.substring(COMMIT.length()), 36)));
  }

  private static void clear(Path links) throws IOException {
    for (Path link : entries(links)) {
      Files.delete(link);
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        stream.forEach(entries::add);
      }
    }
    entries.sort(null);
    return entries;
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
