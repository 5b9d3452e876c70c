package vn.lachan.backup.backend;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;

/**
 * A place that breaks what a {@link Backend} promises, at random and reproducibly: it fails before
 * and after the act, reads too little, writes half a file, and breaks off lists.
 */
public final class FaultyBackend implements Backend {

  /**
   * How often each fault happens, 0 to 1.
   *
   * @param before fails without having done anything
   * @param after fails although it was done: the answer got lost
   * @param shortRead returns less than there is
   * @param tornWrite keeps half of the file under its name and fails
   * @param shortList leaves out the second half of a list
   */
  public record Faults(
      double before, double after, double shortRead, double tornWrite, double shortList) {}

  private final Backend backend;
  private final Faults faults;
  private final RandomGenerator random;

  public FaultyBackend(Backend backend, Faults faults, RandomGenerator random) {
    this.backend = backend;
    this.faults = faults;
    this.random = random;
  }

  private synchronized boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  private static BackendException fault(String what) {
    return BackendException.temporary("cannot " + what + ": injected", new IOException("injected"));
  }

  private void before(String what) {
    if (happens(faults.before())) {
      throw fault(what);
    }
  }

  private void after(String what) {
    if (happens(faults.after())) {
      throw fault(what);
    }
  }

  @Override
  public String location() {
    return backend.location();
  }

  @Override
  public void create() {
    before("create");
    backend.create();
  }

  @Override
  public boolean exists(FileKind kind, String name) {
    before("look for " + name);
    return backend.exists(kind, name);
  }

  @Override
  public void save(FileKind kind, String name, byte[] content) {
    before("write " + name);
    if (happens(faults.tornWrite())) {
      backend.save(kind, name, Arrays.copyOf(content, content.length / 2));
      throw fault("write " + name);
    }
    backend.save(kind, name, content);
    after("write " + name);
  }

  @Override
  public byte[] load(FileKind kind, String name) {
    before("read " + name);
    byte[] content = backend.load(kind, name);
    return happens(faults.shortRead()) ? Arrays.copyOf(content, content.length / 2) : content;
  }

  @Override
  public byte[] load(FileKind kind, String name, long offset, int length) {
    before("read " + name);
    byte[] content = backend.load(kind, name, offset, length);
    return happens(faults.shortRead()) ? Arrays.copyOf(content, content.length / 2) : content;
  }

  @Override
  public List<StoredFile> list(FileKind kind) {
    before("list " + kind);
    List<StoredFile> files = backend.list(kind);
    return happens(faults.shortList()) ? files.subList(0, files.size() / 2) : files;
  }

  @Override
  public void remove(FileKind kind, String name) {
    before("remove " + name);
    backend.remove(kind, name);
    after("remove " + name);
  }

  @Override
  public void close() {
    backend.close();
  }
}
