package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.progress.Progress;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.StorageId;

/**
 * Takes a tree out of a repository into a folder.
 *
 * <p>A file is there whole, with every piece checked against its id, or it is not there and named
 * in the problems; the others go on. Nothing is written outside the target: names that are no
 * single entry make their tree unreadable, symbolic links are made last and never followed. What is
 * there already is treated as {@link Existing} says. Not forced to disk. For one run.
 */
public final class Extractor {

  /** What happens to what is in the target already. */
  public enum Existing {
    /** The target is empty; nothing that is there is touched. */
    REFUSE,
    /**
     * An earlier restore was stopped: files that are whole are left, all others are replaced, each
     * at once; all folders get their mode and time.
     */
    RESUME,
    /** The same over living data: folders that are there keep their mode and time. */
    IN_PLACE
  }

  /**
   * What came out.
   *
   * @param files files that are there and whole now
   * @param kept those of them that were already
   */
  public record Extracted(long files, long kept, long bytes, List<FileProblem> problems) {
    public Extracted {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Neighbours that one thread restores after each other: two threads that make files in one folder
   * wait for each other in the kernel.
   */
  private static final int MOST_FILES = 32;

  private static final long MOST_BYTES = 4 << 20;

  private static final Set<PosixFilePermission> OPEN_TO_US =
      PosixFilePermissions.fromString("rwx------");

  /** Told of each file that is there and whole, by the threads that write them. */
  public interface Listener {
    void file(String path, long bytes);
  }

  private record Link(Path path, String display, TreeNode node) {}

  private record Inode(long device, long inode) {}

  private final Repository repository;
  private final Predicate<String> wanted;
  private final Existing existing;
  private final boolean verify;
  private final Listener listener;
  private final Progress progress = Progress.current();
  private final FileProof proof;
  private final AtomicLong kept = new AtomicLong();
  private final Unfinished unfinished = new Unfinished();
  private final Workers workers;
  private final AttributeWriter attributes = new AttributeWriter(this::problem);
  private final List<FileProblem> problems = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  private List<Link> gathered = new ArrayList<>();
  private long gatheredBytes;
  private final List<Link> folders = new ArrayList<>();
  private final List<Link> symbolicLinks = new ArrayList<>();
  private final List<Link> hardLinks = new ArrayList<>();
  private final Map<Inode, Path> firstNames = new HashMap<>();

  /**
   * @param wanted which paths are restored; a folder is entered when it is wanted
   */
  public Extractor(Repository repository, ArchiveSettings settings, Predicate<String> wanted) {
    this(repository, settings, wanted, Existing.REFUSE, false);
  }

  /**
   * @param verify read every written file again and compare
   */
  public Extractor(
      Repository repository,
      ArchiveSettings settings,
      Predicate<String> wanted,
      Existing existing,
      boolean verify) {
    this(repository, settings, wanted, existing, verify, (path, bytes) -> {});
  }

  /**
   * @param verify read every written file again and compare
   */
  public Extractor(
      Repository repository,
      ArchiveSettings settings,
      Predicate<String> wanted,
      Existing existing,
      boolean verify,
      Listener listener) {
    this.listener = listener;
    this.repository = repository;
    this.wanted = wanted;
    this.existing = existing;
    this.verify = verify;
    this.proof = new FileProof(repository);
    this.workers = new Workers(settings, "extract");
  }

  /** Restores the tree {@code root} below {@code target}, an existing folder. */
  public Extracted extract(StorageId root, Path target) {
    try (workers) {
      folder(root, target, "");
      submit();
      workers.join(CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)));
      hardLinks.forEach(this::hardLink);
      symbolicLinks.forEach(this::symbolicLink);
      folders.reversed().forEach(f -> attributes.write(f.path(), f.display(), f.node()));
    }
    List<FileProblem> sorted = new ArrayList<>(problems);
    sorted.sort(Comparator.comparing(FileProblem::path));
    return new Extracted(files.get(), kept.get(), bytes.get(), sorted);
  }

  private void folder(StorageId tree, Path target, String display) {
    List<TreeNode> nodes;
    try {
      nodes = TreeWalk.load(repository, tree);
    } catch (RepositoryException e) {
      problem(display.isEmpty() ? "/" : display, FileProblem.Kind.LOST, e.getMessage());
      return;
    }
    if (existing != Existing.REFUSE) {
      Unfinished.sweep(target, nodes)
          .ifPresent(e -> problem(display, FileProblem.Kind.UNWRITABLE, Reasons.of(e)));
    }
    for (TreeNode node : nodes) {
      String path = display + "/" + node.name();
      if (wanted.test(path) && !workers.isStopped()) {
        entry(node, node.name().in(target), path);
      }
    }
  }

  private void entry(TreeNode node, Path path, String display) {
    switch (node.type()) {
      case DIR -> subfolder(node, path, display);
      case FILE -> file(node, path, display);
      case SYMLINK -> symbolicLinks.add(new Link(path, display, node));
      case DEV, CHARDEV, FIFO, SOCKET, UNKNOWN ->
          problem(display, FileProblem.Kind.SPECIAL, node.type().word());
    }
  }

  private void subfolder(TreeNode node, Path path, String display) {
    try {
      if (existing == Existing.REFUSE || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        makeWay(path);
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OPEN_TO_US));
        folders.add(new Link(path, display, node));
      } else if (existing == Existing.RESUME) {
        Files.setPosixFilePermissions(path, OPEN_TO_US);
        folders.add(new Link(path, display, node));
      }
    } catch (IOException e) {
      problem(display, FileProblem.Kind.UNWRITABLE, Reasons.of(e));
      return;
    }
    node.subtree().ifPresent(tree -> folder(tree, path, display));
  }

  /** Removes a file or link that is in the way, unless nothing may be touched. Never a folder. */
  private void makeWay(Path path) throws IOException {
    if (existing != Existing.REFUSE && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(path);
    }
  }

  private void file(TreeNode node, Path path, String display) {
    NodeAttributes about = node.attributes();
    if (about.links() > 1) {
      Inode inode = new Inode(about.deviceId(), about.inode());
      if (firstNames.putIfAbsent(inode, path) != null) {
        hardLinks.add(new Link(path, display, node));
        return;
      }
    }
    gathered.add(new Link(path, display, node));
    gatheredBytes += node.size();
    if (gathered.size() >= MOST_FILES || gatheredBytes >= MOST_BYTES) {
      submit();
    }
  }

  private void submit() {
    List<Link> batch = gathered;
    gathered = new ArrayList<>();
    gatheredBytes = 0;
    running.add(
        workers.submit(
            () -> {
              for (Link file : batch) {
                if (!workers.isStopped()) {
                  write(file.node(), file.path(), file.display());
                }
              }
              return null;
            },
            batch.size()));
    if (running.size() >= 4096) {
      running.removeIf(future -> future.isDone() && !future.isCompletedExceptionally());
    }
  }

  private void write(TreeNode node, Path path, String display) {
    if (existing != Existing.REFUSE && proof.isWhole(path, node)) {
      kept.incrementAndGet();
      done(node, path, display);
      return;
    }
    Path place = existing == Existing.REFUSE ? path : unfinished.beside(path);
    try {
      if (existing != Existing.REFUSE) {
        Files.deleteIfExists(place); // of a restore that was stopped
      }
      long written = pour(node, place);
      if (written != node.size()) {
        problem(display, FileProblem.Kind.LOST, "has " + written + " bytes, not " + node.size());
      }
      if (verify && !proof.isWhole(place, node)) {
        giveUp(place, display, FileProblem.Kind.UNWRITABLE, "reads back differently");
        return;
      }
      if (!place.equals(path)) {
        Files.move(place, path, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (RepositoryException e) {
      giveUp(place, display, FileProblem.Kind.LOST, e.getMessage());
      return;
    } catch (IOException e) {
      giveUp(place, display, FileProblem.Kind.UNWRITABLE, Reasons.of(e));
      return;
    }
    done(node, path, display);
  }

  private void done(TreeNode node, Path path, String display) {
    attributes.write(path, display, node);
    count(node, display);
  }

  private void count(TreeNode node, String display) {
    files.incrementAndGet();
    bytes.addAndGet(node.size());
    listener.file(display, node.size());
    progress.file(display, node.size());
  }

  private long pour(TreeNode node, Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      HoleWriter writer = new HoleWriter(channel);
      for (StorageId id : node.content()) {
        repository.load(BlobType.DATA, id, writer);
      }
      return writer.end();
    }
  }

  private void giveUp(Path path, String display, FileProblem.Kind kind, String reason) {
    problem(display, kind, reason);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        problem(display, FileProblem.Kind.UNWRITABLE, "remains half written: " + Reasons.of(e));
      }
    }
  }

  private void hardLink(Link link) {
    NodeAttributes about = link.node().attributes();
    Path first = firstNames.get(new Inode(about.deviceId(), about.inode()));
    try {
      if (first == null || !Files.exists(first)) {
        write(link.node(), link.path(), link.display());
      } else {
        makeWay(link.path());
        Files.createLink(link.path(), first);
        count(link.node(), link.display());
      }
    } catch (IOException e) {
      problem(link.display(), FileProblem.Kind.UNWRITABLE, Reasons.of(e));
    }
  }

  private void symbolicLink(Link link) {
    RawName target = link.node().linkTarget().orElse(RawName.of(""));
    try {
      makeWay(link.path());
      Files.createSymbolicLink(link.path(), LinkTargets.path(target));
      attributes.write(link.path(), link.display(), link.node());
    } catch (IOException | IllegalArgumentException e) {
      problem(link.display(), FileProblem.Kind.UNWRITABLE, "symbolic link: " + e.getMessage());
    }
  }

  private void problem(String path, FileProblem.Kind kind, @Nullable String detail) {
    progress.trouble();
    problems.add(new FileProblem(path, kind, detail == null ? "" : detail));
  }
}
