package io.semj.kernel;

import io.semj.core.JournalReader;
import io.semj.error.CompatibilityException;
import io.semj.error.JournalException;
import io.semj.error.SerializationException;
import io.semj.event.UserspaceFlags;
import io.semj.format.RecordFlyweight;
import java.util.function.Predicate;

/**
 * Writes a journal's events to a kernel's, or to a file in its form, in their order. Belongs to one
 * thread.
 */
public final class KernelExporter {
  private static final int POLL = 256;

  private final KernelConverter converter;
  private final Predicate<RecordFlyweight> wanted;
  private final Refusals refusals;
  private long exported;
  private long through;

  /** Is told of events that the kernel's form cannot hold. */
  @FunctionalInterface
  public interface Refusals {
    /**
     * An event is left out, unless this throws.
     *
     * @param sequence of the event
     * @param reason why
     */
    void refused(long sequence, JournalException reason);
  }

  /**
   * An exporter.
   *
   * @param overflow what to do with events that the kernel's form cannot hold
   * @param wanted which events to export
   * @param refusals is told of those that cannot be
   */
  public KernelExporter(
      KernelOverflow overflow, Predicate<RecordFlyweight> wanted, Refusals refusals) {
    this(new KernelConverter(overflow), wanted, refusals);
  }

  KernelExporter(KernelConverter converter, Predicate<RecordFlyweight> wanted, Refusals refusals) {
    this.converter = converter;
    this.wanted = wanted;
    this.refusals = refusals;
  }

  /**
   * Whether an event of userspace is flagged for the kernel, and did not come from there.
   *
   * @param record of the event
   * @return whether it is to be exported
   */
  public static boolean isForKernel(RecordFlyweight record) {
    int flags = record.userspaceFlags();
    return (flags & UserspaceFlags.REQUIRES_KERNEL_SYNC) != 0
        && (flags & UserspaceFlags.FROM_KERNEL) == 0;
  }

  /**
   * Exports events.
   *
   * @param reader at the first one
   * @param last the last sequence to look at
   * @param sink where to
   * @param clockOffset from the kernel's clock to the wall clock
   * @return how many were exported
   */
  public long run(JournalReader reader, long last, KernelSink sink, long clockOffset) {
    exported = 0;
    through = 0;
    boolean[] behind = new boolean[1];
    int count;
    do {
      count =
          reader.poll(
              record -> {
                if (Long.compareUnsigned(record.userspaceSequence(), last) > 0) {
                  behind[0] = true;
                } else {
                  export(record, sink, clockOffset);
                }
              },
              POLL);
    } while (count == POLL && !behind[0]);
    return exported;
  }

  private void export(RecordFlyweight record, KernelSink sink, long clockOffset) {
    if (wanted.test(record)) {
      int length = 0;
      try {
        length = converter.toKernel(record, clockOffset);
      } catch (CompatibilityException | SerializationException e) {
        refusals.refused(record.userspaceSequence(), e);
      }
      if (length > 0) {
        sink.append(converter.image(), length);
        exported++;
      }
    }
    through = record.userspaceSequence();
  }

  /**
   * How far the last run came.
   *
   * @return the last sequence that was looked at, 0 for none
   */
  public long through() {
    return through;
  }
}
