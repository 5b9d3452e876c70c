package vn.lachan.backup.backend;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.StorageId;

/**
 * A repository in a folder of another machine, over SFTP version 3, in the layout of a local one.
 *
 * <p>A file is written under a temporary name, forced to disk where the server knows OpenSSH's
 * {@code fsync@openssh.com}, and renamed; the protocol has no way to force a folder to disk, so a
 * crash of that machine may undo the last renames. Renaming never replaces a file on OpenSSH.
 */
public final class SftpBackend implements Backend {

  private static final String TEMPORARY = "-tmp-";
  private static final int FILE_MODE = 0400;
  private static final int FOLDER_MODE = 0700;
  private static final int SLICE = 32 * 1024;
  private static final int READ_SLICE = 255 * 1024;
  private static final int GROUPS = 256;

  private final RepositoryLocation.Sftp location;
  private final SftpConnections connections;
  private final AtomicLong temporaries = new AtomicLong();
  private final String run =
      Long.toHexString(ProcessHandle.current().pid()) + "-" + Long.toHexString(System.nanoTime());

  /** Connects with the first act. */
  public SftpBackend(RepositoryLocation.Sftp location, BackendAccess access) {
    this.location = location;
    this.connections = new SftpConnections(location, access);
  }

  @Override
  public String location() {
    return location.toString();
  }

  private String path(FileKind kind, String name) {
    return switch (kind) {
      case CONFIG -> location.path() + "/config";
      case PACK -> folder(kind) + "/" + name.substring(0, 2) + "/" + name;
      case KEY, LOCK, INDEX, SNAPSHOT -> folder(kind) + "/" + name;
    };
  }

  private String folder(FileKind kind) {
    return location.path() + "/" + kind.folder();
  }

  private String shown(String path) {
    return location + path.substring(location.path().length());
  }

  private static boolean isMissing(IOException e) {
    return e instanceof SftpException sftp && sftp.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE;
  }

  @Override
  public void create() {
    if (exists(FileKind.CONFIG, "")) {
      throw new BackendException("a repository is already there: " + location, null);
    }
    connections.use(
        "create a repository in " + location,
        client -> {
          makeFolder(client, location.path(), true);
          for (FileKind kind : FileKind.values()) {
            if (kind != FileKind.CONFIG) {
              makeFolder(client, folder(kind), true);
            }
          }
          return true;
        });
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      groups.add(folder(FileKind.PACK) + "/" + "%02x".formatted(i));
    }
    connections.forEach(
        groups,
        group ->
            connections.use(
                "create " + shown(group),
                client -> {
                  makeFolder(client, group, false);
                  return true;
                }));
  }

  /** Makes the folder; its parent must be there. What lies below a private one needs no mode. */
  private static void makeFolder(SftpClient client, String folder, boolean isPrivate)
      throws IOException {
    try {
      client.mkdir(folder);
      if (isPrivate) {
        client.setStat(folder, new Attributes().perms(FOLDER_MODE));
      }
    } catch (SftpException e) {
      if (isMissing(e) || !client.stat(folder).isDirectory()) {
        throw e;
      }
    }
  }

  @Override
  public boolean exists(FileKind kind, String name) {
    return length(kind, name).isPresent();
  }

  private Optional<Long> length(FileKind kind, String name) {
    String path = path(kind, name);
    return connections.use(
        "look for " + shown(path),
        client -> {
          try {
            return Optional.of(client.stat(path).getSize());
          } catch (SftpException e) {
            if (isMissing(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public void save(FileKind kind, String name, byte[] content) {
    if (exists(kind, name)) {
      throw new BackendException("will not overwrite " + shown(path(kind, name)), null);
    }
    String path = path(kind, name);
    String temporary = path + TEMPORARY + run + "-" + temporaries.incrementAndGet();
    connections.use(
        "write " + shown(path),
        client -> {
          boolean done = false;
          try {
            write(client, temporary, content);
            client.rename(temporary, path);
            done = true;
          } finally {
            if (!done) {
              giveUp(client, temporary);
            }
          }
          return true;
        });
  }

  private static void write(SftpClient client, String file, byte[] content) throws IOException {
    EnumSet<OpenMode> modes = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Exclusive);
    try (OutputStream out = client.write(file, SLICE, modes)) {
      out.write(content);
    }
    OpenSSHFsyncExtension force = client.getExtension(OpenSSHFsyncExtension.class);
    if (force != null && force.isSupported()) {
      try (CloseableHandle handle = client.open(file, OpenMode.Write)) {
        force.fsync(handle);
      }
    }
    client.setStat(file, new Attributes().perms(FILE_MODE));
  }

  private static void giveUp(SftpClient client, String temporary) {
    try {
      client.remove(temporary);
    } catch (IOException e) {
      // swept by removeAbandoned when the connection is back
    }
  }

  @Override
  public byte[] load(FileKind kind, String name) {
    String path = path(kind, name);
    return connections.use(
        "read " + shown(path),
        client -> {
          try (InputStream in = client.read(path, SLICE, OpenMode.Read)) {
            return in.readAllBytes();
          }
        });
  }

  @Override
  public byte[] load(FileKind kind, String name, long offset, int length) {
    String path = path(kind, name);
    return connections.use(
        "read " + shown(path),
        client -> {
          try (CloseableHandle handle = client.open(path, OpenMode.Read)) {
            byte[] content = new byte[length];
            int at = 0;
            while (at < length) {
              int read =
                  client.read(handle, offset + at, content, at, Math.min(READ_SLICE, length - at));
              if (read <= 0) {
                throw new EOFException("ends at " + (offset + at));
              }
              at += read;
            }
            return content;
          }
        });
  }

  @Override
  public List<StoredFile> list(FileKind kind) {
    if (kind == FileKind.CONFIG) {
      return length(kind, "").map(length -> new StoredFile("config", length)).stream().toList();
    }
    List<StoredFile> files = Collections.synchronizedList(new ArrayList<>());
    if (kind == FileKind.PACK) {
      List<String> groups = new ArrayList<>();
      for (DirEntry entry : entries(folder(kind))) {
        if (entry.getFilename().matches("[0-9a-f]{2}")) {
          groups.add(folder(kind) + "/" + entry.getFilename());
        }
      }
      connections.forEach(groups, group -> add(entries(group), files));
    } else {
      add(entries(folder(kind)), files);
    }
    List<StoredFile> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparing(StoredFile::name));
    return sorted;
  }

  private static void add(Collection<DirEntry> entries, List<StoredFile> files) {
    for (DirEntry entry : entries) {
      if (StorageId.parse(entry.getFilename()).isPresent()) {
        files.add(new StoredFile(entry.getFilename(), entry.getAttributes().getSize()));
      }
    }
  }

  private List<DirEntry> entries(String folder) {
    return connections.use(
        "list " + shown(folder),
        client -> {
          List<DirEntry> entries = new ArrayList<>();
          try (CloseableHandle handle = client.openDir(folder)) {
            List<DirEntry> some = client.readDir(handle);
            while (some != null) {
              entries.addAll(some);
              some = client.readDir(handle);
            }
          }
          return entries;
        });
  }

  /** The other machine's clock; whoever holds the account can change it. */
  @Override
  public Optional<Instant> storedAt(FileKind kind, String name) {
    String path = path(kind, name);
    return connections.use(
        "read the time of " + shown(path),
        client -> Optional.of(client.stat(path).getModifyTime().toInstant()));
  }

  @Override
  public void remove(FileKind kind, String name) {
    String path = path(kind, name);
    connections.use(
        "remove " + shown(path),
        client -> {
          try {
            client.remove(path);
          } catch (SftpException e) {
            if (!isMissing(e)) {
              throw e;
            }
          }
          return true;
        });
  }

  @Override
  public int removeAbandoned(Instant limit) {
    int removed = 0;
    for (FileKind kind : FileKind.values()) {
      if (kind == FileKind.PACK) {
        for (int i = 0; i < GROUPS; i++) {
          removed += sweep(folder(kind) + "/" + "%02x".formatted(i), limit);
        }
      } else {
        removed += sweep(kind == FileKind.CONFIG ? location.path() : folder(kind), limit);
      }
    }
    return removed;
  }

  private int sweep(String folder, Instant limit) {
    int removed = 0;
    for (DirEntry entry : entries(folder)) {
      if (entry.getFilename().contains(TEMPORARY)
          && entry.getAttributes().isRegularFile()
          && entry.getAttributes().getModifyTime().toInstant().isBefore(limit)) {
        String file = folder + "/" + entry.getFilename();
        connections.use(
            "remove " + shown(file),
            client -> {
              client.remove(file);
              return true;
            });
        removed++;
      }
    }
    return removed;
  }

  @Override
  public void close() {
    connections.close();
  }
}
