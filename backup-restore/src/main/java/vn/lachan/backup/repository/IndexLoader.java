package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.List;

/** Fills the index of a repository from its index files or, where those are damaged, its packs. */
final class IndexLoader {

  private final Repository repository;

  IndexLoader(Repository repository) {
    this.repository = repository;
  }

  /** Loads every index file that opens and returns what is damaged. */
  List<CorruptRepositoryException> files() {
    List<CorruptRepositoryException> damage = new ArrayList<>();
    for (Backend.StoredFile file : repository.backend().list(FileKind.INDEX)) {
      try {
        byte[] json = repository.loadDocument(FileKind.INDEX, file.name());
        if (!IndexReader.read(json, repository.index()::add)) {
          throw new CorruptRepositoryException("index makes no sense", "index/" + file.name());
        }
      } catch (CorruptRepositoryException e) {
        damage.add(e);
      }
    }
    return damage;
  }

  /** Enters the packs that no index names, from their own headers. */
  void packs(List<CorruptRepositoryException> damage) {
    for (Backend.StoredFile pack : repository.backend().list(FileKind.PACK)) {
      StorageId id = StorageId.parse(pack.name()).orElseThrow();
      if (!repository.index().knowsPack(id)) {
        try {
          repository.index().add(id, repository.packHeader(pack));
        } catch (CorruptRepositoryException e) {
          damage.add(e);
        }
      }
    }
  }
}
