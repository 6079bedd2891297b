package io.semj.tool;

import java.lang.reflect.Field;

/**
 * Keeps the JVM's deprecation warning about {@code sun.misc.Unsafe}, which Agrona uses, from
 * standard error, which belongs to the command's own messages. The JVM gives it once and notes that
 * it has: here that is noted before. Where it cannot be, the warning appears, and nothing else is
 * different.
 */
final class QuietStart {
  private static final int FIRST_THAT_WARNS = 24;

  private QuietStart() {}

  static void prepare() {
    if (Runtime.version().feature() < FIRST_THAT_WARNS) {
      return;
    }
    try {
      // The module opens this package to everybody.
      Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
      warned.setAccessible(true);
      warned.setBoolean(null, true);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // another JVM: see above
    }
  }
}
