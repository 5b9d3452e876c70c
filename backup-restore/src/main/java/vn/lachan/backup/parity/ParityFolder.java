package vn.lachan.backup.parity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vn.lachan.backup.repository.BackendException;

/** The files of the parity: written whole or not at all, readable by their owner alone. */
final class ParityFolder {

  private static final String TEMPORARY = "-tmp";

  private final Path folder;

  ParityFolder(Path folder) {
    this.folder = folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** A file being written; {@link #keep} gives it its name. */
  FileChannel open(String name) {
    Path file = file(name + TEMPORARY);
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.deleteIfExists(file);
      return FileChannel.open(
          file,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw failure("cannot write", file, e);
    }
  }

  /** Durable on return. */
  void keep(String name, FileChannel written) {
    try (written) {
      written.force(true);
      Files.move(file(name + TEMPORARY), file(name), StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw failure("cannot write", file(name), e);
    }
  }

  /** Gives up a file being written. */
  void discard(String name, FileChannel written) {
    try (written) {
      Files.deleteIfExists(file(name + TEMPORARY));
    } catch (IOException e) {
      throw failure("cannot remove", file(name + TEMPORARY), e);
    }
  }

  void write(String name, byte[] content) {
    FileChannel channel = open(name);
    try {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw failure("cannot write", file(name), e);
    }
    keep(name, channel);
  }

  /** Names that end with {@code suffix}, in order; none when there is no folder. */
  List<String> names(String suffix) {
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + suffix)) {
      for (Path file : files) {
        names.add(String.valueOf(file.getFileName()));
      }
    } catch (IOException e) {
      throw failure("cannot list", folder, e);
    }
    names.sort(null);
    return names;
  }

  void remove(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw failure("cannot remove", file(name), e);
    }
  }

  static BackendException failure(String what, Path file, IOException cause) {
    return new BackendException(
        what + " " + file + ": " + cause.getClass().getSimpleName() + " " + cause.getMessage(),
        cause);
  }
}
