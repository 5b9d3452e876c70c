package vn.lachan.backup.repository;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A disk that is full from the n-th save on, or whose lists fail. The rest goes to the backend. */
public final class FailingBackend implements Backend {

  private final Backend backend;
  private final AtomicInteger savesLeft;
  private final AtomicInteger removalsLeft = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean listsFail;
  private volatile @Nullable FileKind failingList;
  private volatile @Nullable FileKind shortList;

  public FailingBackend(Backend backend, int savesLeft) {
    this.backend = backend;
    this.savesLeft = new AtomicInteger(savesLeft);
  }

  public void allowSaves(int saves) {
    savesLeft.set(saves);
  }

  public void failLists(boolean fail) {
    listsFail = fail;
  }

  /** Only lists of this kind fail. */
  public void failLists(FileKind kind) {
    failingList = kind;
  }

  /** Lists of this kind leave out their second half, and say nothing of it. */
  public void shortenLists(FileKind kind) {
    shortList = kind;
  }

  public void allowRemovals(int removals) {
    removalsLeft.set(removals);
  }

  @Override
  public String location() {
    return backend.location();
  }

  @Override
  public void create() {
    backend.create();
  }

  @Override
  public boolean exists(FileKind kind, String name) {
    return backend.exists(kind, name);
  }

  @Override
  public void save(FileKind kind, String name, byte[] content) {
    if (savesLeft.getAndDecrement() <= 0) {
      throw new BackendException(
          "cannot write " + kind + "/" + name, new IOException("No space left on device"));
    }
    backend.save(kind, name, content);
  }

  @Override
  public byte[] load(FileKind kind, String name) {
    return backend.load(kind, name);
  }

  @Override
  public byte[] load(FileKind kind, String name, long offset, int length) {
    return backend.load(kind, name, offset, length);
  }

  @Override
  public List<StoredFile> list(FileKind kind) {
    if (listsFail || kind == failingList) {
      throw new BackendException("cannot list " + kind, new IOException("Input/output error"));
    }
    List<StoredFile> all = backend.list(kind);
    return kind == shortList ? all.subList(0, all.size() / 2) : all;
  }

  @Override
  public void remove(FileKind kind, String name) {
    if (kind != FileKind.LOCK && removalsLeft.getAndDecrement() <= 0) {
      throw new BackendException(
          "cannot remove " + kind + "/" + name, new IOException("Input/output error"));
    }
    backend.remove(kind, name);
  }

  @Override
  public void close() {
    backend.close();
  }
}
