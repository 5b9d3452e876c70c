package vn.lachan.backup.command;

import java.io.Console;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Whether standard error is a terminal, and how wide (ioctl_tty(2)). Java knows only whether a
 * person sits there, not that standard error goes into a file.
 */
final class ErrorTerminal {

  private static final int STANDARD_ERROR = 2;
  private static final long GET_WINDOW_SIZE = 0x5413; // asm-generic/ioctls.h
  private static final int WINDOW_SIZE_BYTES = 8; // rows, columns and two more, 16 bits each
  private static final int COLUMNS_AT = 2;
  private static final int USUAL = 80;

  private ErrorTerminal() {}

  /** Its columns now, since windows change; 0 when there is no terminal. */
  static int columns() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
          ? USUAL
          : 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(WINDOW_SIZE_BYTES, Short.BYTES);
      int failed = (int) Calls.IOCTL.invokeExact(STANDARD_ERROR, GET_WINDOW_SIZE, size);
      int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, COLUMNS_AT));
      return failed != 0 ? 0 : columns == 0 ? USUAL : columns;
    } catch (Throwable e) { // what invokeExact declares; the call itself throws nothing
      throw new IllegalStateException("ioctl cannot be called", e);
    }
  }

  /** Linked when first asked: short words pay nothing. */
  private static final class Calls {

    static final MethodHandle IOCTL = link();

    @SuppressWarnings("restricted") // the shape is that of ioctl_tty(2); see AttributeCalls
    private static MethodHandle link() {
      Linker linker = Linker.nativeLinker();
      SymbolLookup symbols = linker.defaultLookup();
      return linker.downcallHandle(
          symbols.findOrThrow("ioctl"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(2));
    }
  }
}
