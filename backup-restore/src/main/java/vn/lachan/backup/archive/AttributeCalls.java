package vn.lachan.backup.archive;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of Linux where Java's own do not reach: the four for extended attributes (xattr(7)), which
 * see every class of them and not {@code user.} only, and the one for times (utimensat(2)). Links
 * are not followed, and no file is opened, so that a pipe does not block. Safe for use by several
 * threads.
 */
final class AttributeCalls {

  /** Linux allows 64 KiB for one value and for the list of names (limits.h). */
  private static final int LARGEST = 64 * 1024;

  private static final int USUAL = 1024;
  private static final int NOT_PERMITTED = 1;
  private static final int NO_FILE = 2;
  private static final int NO_ACCESS = 13;
  private static final int INVALID = 22;
  private static final int NO_SPACE = 28;
  private static final int READ_ONLY = 30;
  private static final int TOO_SMALL = 34;
  private static final int NO_DATA = 61;
  private static final int NOT_SUPPORTED = 95;

  private static final int FROM_HERE = -100;
  private static final int NO_FOLLOW = 0x100;
  private static final long LEAVE = (1L << 30) - 2;

  private static final Optional<AttributeCalls> ON_THIS_MACHINE = link();

  private final MethodHandle list;
  private final Supplier<MethodHandle> get;
  private final Supplier<MethodHandle> set;
  private final Supplier<MethodHandle> remove;
  private final Supplier<MethodHandle> times;
  private final VarHandle errno;

  /** A call is linked when it is first needed: most files have no attributes. */
  private AttributeCalls(Linker linker, SymbolLookup symbols) {
    var address = ValueLayout.ADDRESS;
    var size = ValueLayout.JAVA_LONG;
    var number = ValueLayout.JAVA_INT;
    var values = FunctionDescriptor.of(size, address, address, address, size);
    var change = FunctionDescriptor.of(number, address, address, address, size, number);
    var removal = FunctionDescriptor.of(number, address, address);
    this.list =
        call(linker, symbols, "llistxattr", FunctionDescriptor.of(size, address, address, size));
    this.get = once(() -> call(linker, symbols, "lgetxattr", values));
    this.set = once(() -> call(linker, symbols, "lsetxattr", change));
    this.remove = once(() -> call(linker, symbols, "lremovexattr", removal));
    this.times =
        once(() ->
            call(
                linker,
                symbols,
                "utimensat",
                FunctionDescriptor.of(number, number, address, address, number)));
    this.errno =
        Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno"));
  }

  /** Makes it when it is first asked for. */
  private static Supplier<MethodHandle> once(Supplier<MethodHandle> making) {
    AtomicReference<@Nullable MethodHandle> made = new AtomicReference<>();
    return () -> {
      MethodHandle handle = made.get();
      if (handle == null) {
        handle = making.get();
        made.set(handle);
      }
      return handle;
    };
  }

  /** The calls, on Linux. */
  static Optional<AttributeCalls> ofThisMachine() {
    return ON_THIS_MACHINE;
  }

  private static Optional<AttributeCalls> link() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup symbols = linker.defaultLookup();
    return symbols.find("llistxattr").isPresent()
        ? Optional.of(new AttributeCalls(linker, symbols))
        : Optional.empty();
  }

  @SuppressWarnings("restricted") // there is no other way to see access control lists; the shapes
  // are those of xattr(7), and --enable-native-access is given for zstd already
  private static MethodHandle call(
      Linker linker, SymbolLookup symbols, String name, FunctionDescriptor shape) {
    return linker.downcallHandle(
        symbols.findOrThrow(name), shape, Linker.Option.captureCallState("errno"));
  }

  /** A call that fills {@code room} bytes; gives their number, or -1. */
  private interface Filling {
    long call(Arena arena, MemorySegment state, MemorySegment path, MemorySegment buffer, long room)
        throws Throwable;
  }

  /** A call that gives 0, or -1. */
  private interface Change {
    int call(Arena arena, MemorySegment state, MemorySegment path) throws Throwable;
  }

  /**
   * Names of the attributes of {@code path} in the order the file system gives them; none where it
   * has no attributes at all, or is gone.
   */
  List<String> list(Path path) throws IOException {
    byte[] names =
        filled(
                path,
                "extended attributes",
                (arena, state, place, buffer, room) ->
                    (long) list.invokeExact(state, place, buffer, room))
            .orElse(new byte[0]);
    List<String> all = new ArrayList<>();
    for (int from = 0, at = 0; at < names.length; at++) {
      if (names[at] == 0) {
        all.add(new String(names, from, at - from, StandardCharsets.UTF_8));
        from = at + 1;
      }
    }
    return all;
  }

  /** The value of one attribute; empty when it went away meanwhile. */
  Optional<byte[]> get(Path path, String name) throws IOException {
    return filled(
        path,
        name,
        (arena, state, place, buffer, room) ->
            (long) get.get().invokeExact(state, place, arena.allocateFrom(name), buffer, room));
  }

  private Optional<byte[]> filled(Path path, String what, Filling filling) throws IOException {
    for (long room = USUAL; ; room = LARGEST) {
      int error;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        MemorySegment buffer = arena.allocate(room);
        long length = filling.call(arena, state, text(arena, path), buffer, room);
        if (length >= 0) {
          return Optional.of(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }
        error = (int) errno.get(state, 0L);
      } catch (Throwable e) {
        throw unexpected(e);
      }
      if (error == NO_DATA || error == NOT_SUPPORTED || error == NO_FILE) {
        return Optional.empty();
      }
      if (error != TOO_SMALL || room == LARGEST) {
        throw failure(path, what, error);
      }
    }
  }

  /** Gives {@code path} this attribute, in place of one of the same name. */
  void set(Path path, ExtendedAttribute attribute) throws IOException {
    byte[] value = attribute.value();
    int error =
        changed(
            path,
            (arena, state, place) -> {
              MemorySegment bytes = arena.allocate(Math.max(1, value.length));
              MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
              MemorySegment name = arena.allocateFrom(attribute.name());
              return (int) set.get().invokeExact(state, place, name, bytes, (long) value.length, 0);
            });
    if (error != 0) {
      throw failure(path, attribute.name(), error);
    }
  }

  /** Takes this attribute away; nothing when it is not there. */
  void remove(Path path, String name) throws IOException {
    int error =
        changed(
            path,
            (arena, state, place) ->
                (int) remove.get().invokeExact(state, place, arena.allocateFrom(name)));
    if (error != 0 && error != NO_DATA) {
      throw failure(path, name, error);
    }
  }

  /**
   * Sets when {@code path} was modified, and nothing else. Java's own way makes 1970 of a time
   * before it that has a part of a second, and has no times after 2262.
   */
  void modified(Path path, Instant time) throws IOException {
    int error =
        changed(
            path,
            (arena, state, place) -> {
              MemorySegment both = arena.allocate(ValueLayout.JAVA_LONG, 4);
              both.setAtIndex(ValueLayout.JAVA_LONG, 1, LEAVE);
              both.setAtIndex(ValueLayout.JAVA_LONG, 2, time.getEpochSecond());
              both.setAtIndex(ValueLayout.JAVA_LONG, 3, time.getNano());
              return (int) times.get().invokeExact(state, FROM_HERE, place, both, NO_FOLLOW);
            });
    if (error != 0) {
      throw failure(path, "time", error);
    }
  }

  private int changed(Path path, Change change) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      return change.call(arena, state, text(arena, path)) == 0 ? 0 : (int) errno.get(state, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static MemorySegment text(Arena arena, Path path) {
    byte[] bytes = RawName.bytesOf(path);
    MemorySegment text = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return text;
  }

  private static IOException failure(Path path, String name, int error) {
    String reason =
        switch (error) {
          case NOT_PERMITTED -> "Operation not permitted";
          case NO_FILE -> "No such file or directory";
          case NO_ACCESS -> "Permission denied";
          case INVALID -> "Invalid argument";
          case NO_SPACE -> "No space left on device";
          case READ_ONLY -> "Read-only file system";
          case NOT_SUPPORTED -> "Operation not supported";
          default -> "error " + error;
        };
    return new FileSystemException(path.toString(), null, name + ": " + reason);
  }

  /** A handle of a C function declares what it does not throw. */
  private static IllegalStateException unexpected(Throwable e) {
    return switch (e) {
      case RuntimeException ours -> throw ours;
      case Error ours -> throw ours;
      default -> new IllegalStateException("a call of the C library throws nothing", e);
    };
  }
}
