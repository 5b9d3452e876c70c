package vn.lachan.backup.repository;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Poly1305 inside the JDK, which on processors with AVX-512 IFMA is eight times as fast as
 * {@link PortableMac}.
 *
 * <p>The JDK uses it in ChaCha20-Poly1305 and shows it to nobody, so it can only be used where Java
 * was started with {@code --add-opens java.base/com.sun.crypto.provider=ALL-UNNAMED}, which the
 * launcher does on such processors. Compared with {@link PortableMac} before it is used; where the
 * door is shut, the class is another one or a MAC differs, that one does the work.
 */
final class JdkMac implements OneTimeMac {

  /** The JDK's code for many blocks does not like to be called with more at once. */
  private static final int SLICE = 16_384;

  /**
   * The JIT takes the processor's own code when the method was called some thousand times; until
   * then short calls get it there with little work done slowly.
   */
  private static final int FIRST_SLICE = 256;

  private static final int FIRST_CALLS = 6_000;

  /** The methods of the JDK's class. */
  private record Doors(
      MethodHandle make, MethodHandle init, MethodHandle update, MethodHandle end) {}

  private static final @Nullable Doors DOORS = proven(open());

  private final Object mac;
  private final Doors doors;
  private final PortableMac portable;
  private final byte[] key = new byte[2 * BYTES];
  private int calls;

  /**
   * @param r 16 bytes, clamped by the JDK
   */
  JdkMac(byte[] r) {
    this(r, usable());
  }

  private JdkMac(byte[] r, Doors doors) {
    this.doors = doors;
    this.portable = new PortableMac(r);
    System.arraycopy(r, 0, key, 0, BYTES);
    try {
      this.mac = (Object) doors.make().invokeExact();
    } catch (Throwable e) {
      throw unusable(e);
    }
  }

  /** Whether this process can use it. */
  static boolean isUsable() {
    return DOORS != null;
  }

  private static Doors usable() {
    Doors doors = DOORS;
    if (doors == null) {
      throw new IllegalStateException("the Poly1305 of the JDK is not open");
    }
    return doors;
  }

  @Override
  public byte[] mac(byte[] content, int offset, int length, byte[] pad) {
    System.arraycopy(pad, 0, key, BYTES, BYTES);
    try {
      doors
          .init()
          .invokeExact(
              mac, (Key) new SecretKeySpec(key, "Poly1305"), (AlgorithmParameterSpec) null);
      int done = 0;
      while (done < length) {
        int slice = Math.min(calls < FIRST_CALLS ? FIRST_SLICE : SLICE, length - done);
        doors.update().invokeExact(mac, content, offset + done, slice);
        done += slice;
        calls = Math.min(calls + 1, FIRST_CALLS);
      }
      return (byte[]) doors.end().invokeExact(mac);
    } catch (InvalidKeyException e) {
      return portable.mac(content, offset, length, pad); // nothing but zeros: once in 2^128
    } catch (Throwable e) {
      throw unusable(e);
    }
  }

  private static IllegalStateException unusable(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("the Poly1305 of the JDK failed", e);
  }

  private static @Nullable Doors open() {
    try {
      Class<?> poly1305 = Class.forName("com.sun.crypto.provider.Poly1305");
      MethodHandles.Lookup inside = MethodHandles.privateLookupIn(poly1305, MethodHandles.lookup());
      MethodType none = MethodType.methodType(void.class);
      return new Doors(
          inside.findConstructor(poly1305, none).asType(MethodType.methodType(Object.class)),
          inside
              .findVirtual(
                  poly1305,
                  "engineInit",
                  MethodType.methodType(void.class, Key.class, AlgorithmParameterSpec.class))
              .asType(
                  MethodType.methodType(
                      void.class, Object.class, Key.class, AlgorithmParameterSpec.class)),
          inside
              .findVirtual(
                  poly1305,
                  "engineUpdate",
                  MethodType.methodType(void.class, byte[].class, int.class, int.class))
              .asType(
                  MethodType.methodType(
                      void.class, Object.class, byte[].class, int.class, int.class)),
          inside
              .findVirtual(poly1305, "engineDoFinal", MethodType.methodType(byte[].class))
              .asType(MethodType.methodType(byte[].class, Object.class)));
    } catch (ReflectiveOperationException e) {
      log().debug("Poly1305 of our own, because that of the JDK is not open: {}", e.toString());
      return null;
    }
  }

  /** The doors, when what is behind them gives the MACs of {@link PortableMac}. */
  private static @Nullable Doors proven(@Nullable Doors doors) {
    if (doors == null) {
      return null;
    }
    Random random = new Random();
    for (int length : new int[] {0, 1, 15, 16, 17, 255, 256, 1_023, 4_096}) {
      byte[] key = new byte[2 * BYTES];
      byte[] content = new byte[length];
      random.nextBytes(key);
      random.nextBytes(content);
      byte[] r = Arrays.copyOf(key, BYTES);
      byte[] pad = Arrays.copyOfRange(key, BYTES, 2 * BYTES);
      byte[] expected = new PortableMac(r).mac(content, 0, length, pad);
      try {
        if (!Arrays.equals(new JdkMac(r, doors).mac(content, 0, length, pad), expected)) {
          log().warn("Poly1305 of our own, because that of the JDK gives another MAC");
          return null;
        }
      } catch (IllegalStateException e) {
        log().warn("Poly1305 of our own, because that of the JDK failed", e);
        return null;
      }
    }
    return doors;
  }

  /**
   * Asked for only when there is something to say: finding the log is a tenth of a short command.
   */
  private static Logger log() {
    return LoggerFactory.getLogger(JdkMac.class);
  }
}
