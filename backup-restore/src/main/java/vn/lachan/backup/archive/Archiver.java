package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * Puts folders into a repository.
 *
 * <p>Some threads walk, several read, cut and save files. A file that looks unchanged since the
 * snapshot before (same size, times and inode) is not read again, but its extended attributes are.
 * A file that cannot be read is left out and reported; the others go on. A failure of the
 * repository stops everything. For one run.
 */
public final class Archiver {

  private final Repository repository;
  private final Excludes excludes;
  private final Includes includes;
  private final Function<String, Optional<ArchivedFile>> known;
  private final NodeReader reader = new NodeReader();
  private final TreeCodec codec;
  private final Workers workers;
  private final Walkers walkers;
  private final int rereads;
  private final FileBatches batches;
  private final ArchiveSettings settings;
  private final Tally tally = new Tally();
  private final ConcurrentLinkedQueue<FileCutter> cutters = new ConcurrentLinkedQueue<>();

  /**
   * @param zone the zone times are written in; any will do, the same one keeps trees equal
   * @param known what the snapshot before says of a path, for the digests of files not read again
   */
  public Archiver(
      Repository repository,
      ArchiveSettings settings,
      Excludes excludes,
      ZoneId zone,
      Function<String, Optional<ArchivedFile>> known) {
    this(repository, settings, excludes, Includes.ALL, zone, known);
  }

  /** The same of what {@code includes} take alone; what is excluded is left out of that. */
  public Archiver(
      Repository repository,
      ArchiveSettings settings,
      Excludes excludes,
      Includes includes,
      ZoneId zone,
      Function<String, Optional<ArchivedFile>> known) {
    this.repository = repository;
    this.excludes = excludes;
    this.includes = includes;
    this.known = known;
    this.codec = new TreeCodec(zone);
    this.settings = settings;
    this.workers = new Workers(settings, "archive");
    this.walkers = new Walkers(settings.threads());
    this.rereads = settings.rereads();
    this.batches = new FileBatches(workers, settings, this::read);
  }

  /**
   * Archives {@code folders}, which are real absolute paths. Flush the repository before writing a
   * snapshot of the returned tree.
   *
   * @param before root of the snapshot before, whose unchanged files are not read again
   */
  public Archive archive(List<Path> folders, Optional<StorageId> before) {
    return archive(folders, before, files -> List.of());
  }

  /**
   * The same with files that come from streams, each in a folder of its own at the root.
   *
   * @param streamed asked for them when all folders are saved, with the files of the folders; the
   *     first names of their paths must not be those of folders
   */
  public Archive archive(
      List<Path> folders,
      Optional<StorageId> before,
      Function<List<ArchivedFile>, List<StreamedFile>> streamed) {
    try (workers;
        walkers) {
      Roots.Step root = Roots.of(folders);
      EarlierFolder earlier = EarlierFolder.of(before, repository);
      List<CompletableFuture<Optional<TreeNode>>> nodes =
          root.whole ? entries(root.path, "", earlier) : steps(root, "", earlier);
      walkers.await();
      batches.submit();
      workers.join(CompletableFuture.allOf(nodes.toArray(CompletableFuture[]::new)));
      for (String pattern : includes.unmatched()) {
        tally.problem(new FileProblem(pattern, FileProblem.Kind.UNMATCHED, "include"));
      }
      List<StreamedFile> streams = streamed.apply(tally.files());
      streams.forEach(f -> tally.file(f.path(), f.node(), f.digest(), Optional.empty()));
      for (TreeNode node : new VirtualTree(repository, codec).nodes(streams)) {
        nodes.add(CompletableFuture.completedFuture(Optional.of(node)));
      }
      return tally.archive(workers.join(saveTree(nodes, earlier)));
    }
  }

  /** The folders on the way to those of the plan: they hold nothing else. */
  private List<CompletableFuture<Optional<TreeNode>>> steps(
      Roots.Step step, String display, EarlierFolder before) {
    List<CompletableFuture<Optional<TreeNode>>> nodes = new ArrayList<>();
    step.below.forEach((name, next) -> nodes.add(stepNode(next, name, display, before)));
    return nodes;
  }

  private CompletableFuture<Optional<TreeNode>> stepNode(
      Roots.Step step, RawName name, String folder, EarlierFolder before) {
    String display = folder + "/" + name;
    if (step.whole) {
      return entry(step.path, name, display, before.entry(name));
    }
    try {
      TreeNode head = reader.readFollowing(step.path, name);
      EarlierFolder earlier =
          EarlierFolder.of(before.entry(name).flatMap(TreeNode::subtree), repository);
      return saveTree(steps(step, display, earlier), earlier)
          .thenApply(tree ->
              Optional.of(head.withSubtree(tree).withExtended(extended(step.path, display))));
    } catch (IOException e) {
      return problem(display, FileProblem.Kind.MISSING, e);
    }
  }

  private CompletableFuture<Optional<TreeNode>> entry(
      Path path, RawName name, String display, Optional<TreeNode> before) {
    if (workers.isStopped() || excludes.match(path)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    TreeNode head;
    try {
      head = reader.read(path, name);
    } catch (IOException e) {
      return problem(display, FileProblem.Kind.UNREADABLE, e);
    }
    boolean taken = includes.takes(path);
    if (!taken && (head.type() != NodeType.DIR || !includes.leadsThrough(path))) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return switch (head.type()) {
      case DIR -> folder(path, head, display, before, taken || includes.isRoot(path));
      case FILE -> file(path, head, display, before);
      case SYMLINK -> {
        tally.link(display, head);
        yield CompletableFuture.completedFuture(Optional.of(head));
      }
      case DEV, CHARDEV, FIFO -> CompletableFuture.completedFuture(Optional.of(head));
      case SOCKET ->
          CompletableFuture.completedFuture(Optional.empty()); // made anew by its program
      case UNKNOWN -> {
        tally.problem(new FileProblem(display, FileProblem.Kind.SPECIAL, "unknown type"));
        yield CompletableFuture.completedFuture(Optional.empty());
      }
    };
  }

  private CompletableFuture<Optional<TreeNode>> problem(
      String display, FileProblem.Kind kind, IOException failure) {
    tally.problem(new FileProblem(display, kind, Reasons.of(failure)));
    return CompletableFuture.completedFuture(Optional.empty());
  }

  /**
   * @param taken whether it stays when nothing in it does: one that only may have led to something
   *     goes
   */
  private CompletableFuture<Optional<TreeNode>> folder(
      Path path, TreeNode head, String display, Optional<TreeNode> before, boolean taken) {
    return walkers
        .fork(() -> {
          EarlierFolder earlier = EarlierFolder.of(before.flatMap(TreeNode::subtree), repository);
          return new Listed(earlier, entries(path, display, earlier));
        })
        .thenCompose(listed -> folder(path, head, display, listed, taken));
  }

  /** What is in a folder now, and what was. */
  private record Listed(
      EarlierFolder before, List<CompletableFuture<Optional<TreeNode>>> entries) {}

  private CompletableFuture<Optional<TreeNode>> folder(
      Path path, TreeNode head, String display, Listed listed, boolean taken) {
    return saveTree(listed.entries(), listed.before())
        .thenApply(tree -> {
          if (!taken && listed.entries().stream().allMatch(entry -> entry.join().isEmpty())) {
            return Optional.empty();
          }
          tally.folder(listed.before().tree().map(tree::equals));
          return Optional.of(head.withSubtree(tree).withExtended(extended(path, display)));
        });
  }

  private List<CompletableFuture<Optional<TreeNode>>> entries(
      Path folder, String display, EarlierFolder before) {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(paths::add);
    } catch (DirectoryIteratorException e) {
      tally.problem(
          new FileProblem(display, FileProblem.Kind.UNREADABLE, "cannot be listed to its end"));
    } catch (IOException e) {
      tally.problem(new FileProblem(display, FileProblem.Kind.UNREADABLE, Reasons.of(e)));
    }
    paths.sort(null);
    List<CompletableFuture<Optional<TreeNode>>> nodes = new ArrayList<>(paths.size());
    for (Path path : paths) {
      RawName name = RawName.of(path);
      nodes.add(entry(path, name, display + "/" + name, before.entry(name)));
    }
    return nodes;
  }

  private CompletableFuture<StorageId> saveTree(
      List<CompletableFuture<Optional<TreeNode>>> nodes, EarlierFolder before) {
    CompletableFuture<?> all = CompletableFuture.allOf(nodes.toArray(CompletableFuture[]::new));
    return workers.after(
        all,
        () -> {
          List<TreeNode> present =
              nodes.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
          return before.holding(present).orElseGet(() -> save(present));
        });
  }

  private StorageId save(List<TreeNode> nodes) {
    byte[] tree = codec.encode(nodes);
    return repository.save(BlobType.TREE, tree, 0, tree.length);
  }

  private CompletableFuture<Optional<TreeNode>> file(
      Path path, TreeNode head, String display, Optional<TreeNode> before) {
    Optional<StorageId> digest =
        before.filter(head::looksUnchangedSince).flatMap(node -> digest(node, head, display));
    if (before.isPresent() && digest.isPresent()) {
      tally.file(display, head, digest.get(), Optional.of(true));
      return CompletableFuture.completedFuture(
          Optional.of(
              head.withContent(before.get().content(), head.size())
                  .withExtended(extended(path, display))));
    }
    FileWork work =
        new FileWork(
            path, head, display, before, before.flatMap(node -> knownDigest(node, display)));
    batches.add(work);
    return work.node();
  }

  private void read(List<FileWork> batch) {
    FileCutter free = cutters.poll();
    FileCutter cutter = free == null ? new FileCutter(repository, settings) : free;
    for (List<FileWork> left = batch; !left.isEmpty(); ) {
      Told told = new Told();
      cutter.cut(left, told);
      left = told.again;
    }
    cutters.add(cutter);
  }

  /**
   * Takes the files of a batch as they have been read. One that did not stand still is read again,
   * but not for ever; what was read last is kept.
   */
  private final class Told implements FileCutter.Outcome {
    final List<FileWork> again = new ArrayList<>();

    @Override
    public void read(FileWork work, FileCutter.Cut cut) {
      TreeNode node =
          work.head()
              .withContent(cut.pieces(), cut.size())
              .withExtended(extended(work.path(), work.display()));
      TreeNode after;
      try {
        after = reader.read(work.path(), work.head().name());
      } catch (IOException e) {
        unreadable(work, e);
        return;
      }
      boolean still = after.looksUnchangedSince(node);
      if (!still && work.readings() < rereads) {
        again.add(work.again(after));
        return;
      }
      if (!still) {
        tally.problem(
            new FileProblem(
                work.display(),
                FileProblem.Kind.CHANGED_WHILE_READ,
                "size, time or file changed, read " + (work.readings() + 1) + " times"));
      }
      tally.file(work.display(), node, cut.digest(), work.before().map(b -> false));
      work.node().complete(Optional.of(node));
    }

    @Override
    public void unreadable(FileWork work, IOException failure) {
      tally.problem(
          new FileProblem(work.display(), FileProblem.Kind.UNREADABLE, Reasons.of(failure)));
      work.node().complete(Optional.empty());
    }
  }

  /**
   * The digest of an unchanged file, when all its pieces are still there: the id of its only piece,
   * or what the manifest before says. Empty: read the file again.
   */
  private Optional<StorageId> digest(TreeNode before, TreeNode head, String display) {
    Collection<StorageId> pieces = before.content();
    if (!pieces.stream().allMatch(id -> repository.contains(BlobType.DATA, id))) {
      return Optional.empty();
    }
    if (pieces.size() == 1) {
      return Optional.of(before.content().getFirst());
    }
    if (pieces.isEmpty() && head.size() == 0) {
      return Optional.of(StorageId.of(StorageId.newDigest().digest()));
    }
    return knownDigest(head, display);
  }

  /** What the manifest before says of the file that is {@code node}. */
  private Optional<StorageId> knownDigest(TreeNode node, String display) {
    return known
        .apply(display)
        .filter(file -> file.size() == node.size() && file.modified().equals(modified(node)))
        .flatMap(ArchivedFile::digest);
  }

  /** Read each time, also of what is unchanged: a snapshot before may not have had them all. */
  private List<ExtendedAttribute> extended(Path path, String display) {
    try {
      return ExtendedAttributes.read(path);
    } catch (IOException e) {
      tally.problem(new FileProblem(display, FileProblem.Kind.NO_ATTRIBUTES, Reasons.of(e)));
      return List.of();
    }
  }

  private static Instant modified(TreeNode node) {
    return node.attributes().modified();
  }
}
