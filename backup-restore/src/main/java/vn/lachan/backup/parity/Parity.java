package vn.lachan.backup.parity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.PackRepair;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * Protects the packs of a repository against bit rot and heals them.
 *
 * <p>Promises: a pack is only written when it hashes to its name; what is sound is not touched;
 * parity is made of sound packs only, and what is damaged and could not be healed is named. Not
 * protected: config, keys, snapshots and index files ({@code repair index} makes those of packs
 * again). Hold a shared lock for {@link #create}, an exclusive one for {@link #heal}; load the
 * index before, tolerantly for healing. For one thread.
 */
public final class Parity {

  private final Repository repository;
  private final ParityFolder folder;

  /**
   * @param folder for the parity; best not on the disk of the packs
   */
  public Parity(Repository repository, Path folder) {
    this.repository = repository;
    this.folder = new ParityFolder(folder);
  }

  /**
   * Protects the packs that are not protected yet. Groups some of whose packs have left the
   * repository are made anew. Durable on return.
   */
  public ParityReport create(ParitySettings settings) {
    Map<StorageId, Long> stored = stored();
    List<String> problems = new ArrayList<>();
    Set<StorageId> open = new LinkedHashSet<>(stored.keySet());
    List<String> stale = new ArrayList<>();
    for (GroupHead head : heads(problems)) {
      List<StorageId> packs = packs(head.group());
      if (packs.stream().allMatch(this::isWanted)) {
        packs.forEach(open::remove);
      } else {
        stale.add(head.name());
      }
    }
    Set<StorageId> rotten = new HashSet<>();
    List<StorageId> rest = new ArrayList<>(open);
    while (!rest.isEmpty()) {
      List<StorageId> chosen = rest.subList(0, Math.min(settings.groupSize(), rest.size()));
      Set<StorageId> unsound = make(chosen, stored, settings);
      if (unsound.isEmpty()) {
        chosen.clear();
      } else {
        rotten.addAll(unsound);
        rest.removeAll(unsound);
      }
    }
    stale.forEach(this::forget);
    rotten.stream()
        .sorted()
        .forEach(pack ->
            problems.add("pack data/" + pack + " does not have the content its name promises"));
    return report(problems, List.of());
  }

  private Set<StorageId> make(
      List<StorageId> packs, Map<StorageId, Long> stored, ParitySettings settings) {
    List<ParityGroup.Member> members = new ArrayList<>();
    for (StorageId pack : packs) {
      members.add(new ParityGroup.Member(pack.toString(), stored.getOrDefault(pack, 0L)));
    }
    ParityGroup group =
        new ParityGroup(
            ParityGroup.VERSION, settings.blockBytes(), settings.parity(members.size()), members);
    return new GroupMaking(repository.backend(), folder, group).make();
  }

  private void forget(String name) {
    folder.remove(name + GroupHead.FIRST);
    folder.remove(name + GroupHead.SECOND);
    folder.remove(name + GroupHead.BLOCKS);
  }

  /** Reads every protected pack and all parity. Changes nothing. */
  public ParityReport verify() {
    return run(false, null);
  }

  /**
   * Makes damaged and lost packs whole: from {@code second} where it has the very file, else from
   * the parity, else by saving the blobs of {@code second} again.
   *
   * @param second another repository with the same content, its index loaded; null without one
   */
  public ParityReport heal(@Nullable Repository second) {
    return run(true, second);
  }

  private ParityReport run(boolean heal, @Nullable Repository second) {
    List<String> problems = new ArrayList<>();
    List<ParityReport.Damage> damaged = new ArrayList<>();
    Map<StorageId, Long> stored = stored();
    for (GroupHead head : heads(problems)) {
      look(head, stored.keySet(), heal, second, damaged, problems);
    }
    return report(problems, heal && second != null ? replace(damaged, second) : damaged);
  }

  private void look(
      GroupHead head,
      Set<StorageId> stored,
      boolean heal,
      @Nullable Repository second,
      List<ParityReport.Damage> damaged,
      List<String> problems) {
    List<StorageId> packs = packs(head.group());
    boolean[] there = new boolean[packs.size()];
    for (int i = 0; i < there.length; i++) {
      there[i] = stored.contains(packs.get(i));
    }
    GroupHealing healing = new GroupHealing(repository.backend(), folder, head, there);
    boolean parityRotten = false;
    for (GroupHealing.Shard shard : healing.look()) {
      if (shard.number() >= packs.size()) {
        parityRotten = true;
        continue;
      }
      StorageId pack = packs.get(shard.number());
      boolean lost = !there[shard.number()];
      if (lost && !isWanted(pack)) {
        continue; // it was pruned
      }
      ParityReport.Outcome outcome =
          heal ? heal(healing, shard, pack, lost, second) : foreseen(shard);
      damaged.add(new ParityReport.Damage(pack, lost, shard.rotten(), shard.beyond(), outcome));
    }
    if (parityRotten) {
      parity(head, heal && allThere(head.group()), problems);
    }
  }

  private static ParityReport.Outcome foreseen(GroupHealing.Shard shard) {
    return shard.beyond() == 0 ? ParityReport.Outcome.CAN_BE_HEALED : ParityReport.Outcome.BEYOND;
  }

  private ParityReport.Outcome heal(
      GroupHealing healing,
      GroupHealing.Shard shard,
      StorageId pack,
      boolean lost,
      @Nullable Repository second) {
    Optional<byte[]> fetched = second == null ? Optional.empty() : fetch(pack, second.backend());
    Optional<byte[]> content = fetched.isPresent() ? fetched : healing.pack(shard.number());
    if (content.isEmpty()) {
      return ParityReport.Outcome.BEYOND;
    }
    // Killed between the two, the pack is lost and healed the next time.
    if (!lost) {
      repository.remove(FileKind.PACK, pack.toString());
    }
    repository.backend().save(FileKind.PACK, pack.toString(), content.get());
    return fetched.isPresent() ? ParityReport.Outcome.FETCHED : ParityReport.Outcome.HEALED;
  }

  /** The very file from another place; empty when it is not there or not whole. */
  private static Optional<byte[]> fetch(StorageId pack, Backend from) {
    try {
      if (!from.exists(FileKind.PACK, pack.toString())) {
        return Optional.empty();
      }
      byte[] content = from.load(FileKind.PACK, pack.toString());
      return Optional.of(content)
          .filter(c -> StorageId.of(StorageId.newDigest().digest(c)).equals(pack));
    } catch (BackendException e) {
      return Optional.empty();
    }
  }

  /** What the parity does not give back: the blobs, as the second repository has them. */
  private List<ParityReport.Damage> replace(List<ParityReport.Damage> damaged, Repository second) {
    Set<StorageId> beyond = new HashSet<>();
    for (ParityReport.Damage damage : damaged) {
      if (damage.outcome() == ParityReport.Outcome.BEYOND) {
        beyond.add(damage.pack());
      }
    }
    if (beyond.isEmpty()) {
      return damaged;
    }
    List<StorageId> replaced = new PackRepair(repository).replacePacks(beyond, second).removed();
    return damaged.stream()
        .map(damage -> replaced.contains(damage.pack()) ? asReplaced(damage) : damage)
        .toList();
  }

  private static ParityReport.Damage asReplaced(ParityReport.Damage damage) {
    return new ParityReport.Damage(
        damage.pack(),
        damage.lost(),
        damage.blocks(),
        damage.blocksBeyond(),
        ParityReport.Outcome.REPLACED);
  }

  /** Rotten parity is made again when the packs are sound. */
  private void parity(GroupHead head, boolean again, List<String> problems) {
    if (again && new GroupMaking(repository.backend(), folder, head.group()).make().isEmpty()) {
      return;
    }
    problems.add("parity of group " + head.name() + " is damaged");
  }

  private boolean allThere(ParityGroup group) {
    Set<StorageId> stored = stored().keySet();
    return stored.containsAll(packs(group));
  }

  private ParityReport report(List<String> problems, List<ParityReport.Damage> damaged) {
    Map<StorageId, Long> stored = stored();
    Set<StorageId> unprotected = new LinkedHashSet<>(stored.keySet());
    long packBytes = 0;
    long parityBytes = 0;
    int packs = 0;
    List<GroupHead> heads = heads(new ArrayList<>());
    for (GroupHead head : heads) {
      unprotected.removeAll(packs(head.group()));
      packs += head.group().members().size();
      packBytes += head.group().members().stream().mapToLong(ParityGroup.Member::length).sum();
      parityBytes += (long) head.group().rows() * head.group().parity() * head.group().blockBytes();
    }
    return new ParityReport(
        heads.size(), packs, packBytes, parityBytes, List.copyOf(unprotected), damaged, problems);
  }

  /** All groups, each from the first of its two heads that can be read; the other is renewed. */
  private List<GroupHead> heads(List<String> problems) {
    Set<String> names = new LinkedHashSet<>();
    for (String suffix : List.of(GroupHead.FIRST, GroupHead.SECOND)) {
      for (String file : folder.names(suffix)) {
        names.add(file.substring(0, file.length() - suffix.length()));
      }
    }
    List<GroupHead> heads = new ArrayList<>();
    for (String name : names) {
      Optional<GroupHead> first = GroupHead.read(folder, name, GroupHead.FIRST);
      Optional<GroupHead> second = GroupHead.read(folder, name, GroupHead.SECOND);
      Optional<GroupHead> head = first.or(() -> second);
      if (head.isEmpty()) {
        problems.add("both heads of parity group " + name + " are damaged");
        continue;
      }
      if (first.isEmpty() || second.isEmpty()) {
        folder.write(
            name + (first.isEmpty() ? GroupHead.FIRST : GroupHead.SECOND), head.get().encode());
      }
      heads.add(head.get());
    }
    return heads;
  }

  private static List<StorageId> packs(ParityGroup group) {
    return group.members().stream().map(ParityGroup.Member::pack).toList();
  }

  private boolean isWanted(StorageId pack) {
    return repository.knowsPack(pack);
  }

  private Map<StorageId, Long> stored() {
    Map<StorageId, Long> stored = new TreeMap<>();
    List<Backend.StoredFile> files = repository.backend().list(FileKind.PACK);
    for (Backend.StoredFile file : files) {
      StorageId.parse(file.name()).ifPresent(id -> stored.put(id, file.length()));
    }
    return stored;
  }
}
