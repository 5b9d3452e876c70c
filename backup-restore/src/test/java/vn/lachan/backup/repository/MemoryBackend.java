package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A repository in memory, for tests that need no disk. */
public final class MemoryBackend implements Backend {

  private final Map<FileKind, NavigableMap<String, byte[]>> files = new EnumMap<>(FileKind.class);

  public MemoryBackend() {
    for (FileKind kind : FileKind.values()) {
      files.put(kind, new TreeMap<>());
    }
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public synchronized void create() {
    if (exists(FileKind.CONFIG, "")) {
      throw new BackendException("a repository is already there: memory", null);
    }
  }

  private static String key(FileKind kind, String name) {
    return kind == FileKind.CONFIG ? "config" : name;
  }

  @Override
  public synchronized boolean exists(FileKind kind, String name) {
    return files.get(kind).containsKey(key(kind, name));
  }

  @Override
  public synchronized void save(FileKind kind, String name, byte[] content) {
    if (files.get(kind).putIfAbsent(key(kind, name), content.clone()) != null) {
      throw new BackendException("will not overwrite " + kind + " " + name, null);
    }
  }

  @Override
  public synchronized byte[] load(FileKind kind, String name) {
    byte[] content = files.get(kind).get(key(kind, name));
    if (content == null) {
      throw new BackendException("cannot read " + kind + " " + key(kind, name) + ": absent", null);
    }
    return content.clone();
  }

  @Override
  public byte[] load(FileKind kind, String name, long offset, int length) {
    byte[] content = load(kind, name);
    if (offset + length > content.length) {
      throw new BackendException("cannot read " + kind + " " + name + ": too short", null);
    }
    return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
  }

  @Override
  public synchronized List<StoredFile> list(FileKind kind) {
    List<StoredFile> list = new ArrayList<>();
    files.get(kind).forEach((name, content) -> list.add(new StoredFile(name, content.length)));
    return list;
  }

  @Override
  public synchronized void remove(FileKind kind, String name) {
    files.get(kind).remove(key(kind, name));
  }

  /** Flips one bit in the middle of a file, as a rotting disk does. */
  public synchronized void flipBit(FileKind kind, String name, int at) {
    files.get(kind).get(key(kind, name))[at] ^= 4;
  }

  @Override
  public void close() {}
}
