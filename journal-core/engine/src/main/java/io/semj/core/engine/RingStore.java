package io.semj.core.engine;

import io.semj.core.JournalConfig;
import io.semj.core.ring.LeftoverRings;
import io.semj.core.ring.RingFile;
import io.semj.core.ring.SlotSizes;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

/**
 * The memory of an open journal's ring: of the process, or a file that survives it. Made by who
 * opens the journal, retired by who closes it.
 */
final class RingStore {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  private static final int LARGEST_EVENT = 32 << 20;

  /** What the pool of large buffers may keep for reuse besides those that are out. */
  private static final long POOLED = 64L << 20;

  private final RingFile file;
  private final ByteBuffer slots;
  private final LargeMemory large;

  private RingStore(RingFile file, ByteBuffer slots, LargeMemory large) {
    this.file = file;
    this.slots = slots;
    this.large = large;
  }

  /** What a ring is made for. */
  record Owner(JournalDirectory directory, UUID journalId, long firstSequence) {}

  /** Makes the ring where the configuration wants it. */
  static RingStore open(JournalConfig config, Owner owner) {
    return switch (config.ringPlacement()) {
      case PRIVATE -> inProcess(config);
      case AUTO -> whereItIsCheap(config, owner);
      case SURVIVING -> surviving(config, owner);
    };
  }

  private static RingStore inProcess(JournalConfig config) {
    ByteBuffer slots = RingMemory.allocate(sizes(config));
    return new RingStore(null, slots, LargeMemory.PRIVATE);
  }

  private static RingStore whereItIsCheap(JournalConfig config, Owner owner) {
    Path parent = config.ringDirectory().orElse(SHARED_MEMORY);
    try {
      // A journal on a file system of its own kind has its ring there, or nowhere.
      boolean here = owner.directory().path().getFileSystem().equals(FileSystems.getDefault());
      if (here && Files.isDirectory(parent) && isInMemory(parent)) {
        return create(config, owner, parent);
      }
    } catch (IOException e) {
      config.report(StorageErrors.translate(e, parent, "make a ring that survives the process"));
    }
    return inProcess(config);
  }

  private static boolean isInMemory(Path directory) throws IOException {
    return IN_MEMORY.contains(Files.getFileStore(directory).type());
  }

  private static RingStore surviving(JournalConfig config, Owner owner) {
    Path fallback = Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : owner.directory().path();
    Path parent = config.ringDirectory().orElse(fallback);
    try {
      return create(config, owner, parent);
    } catch (IOException e) {
      throw StorageErrors.translate(e, parent, "make a ring that survives the process");
    }
  }

  private static RingStore create(JournalConfig config, Owner owner, Path parent)
      throws IOException {
    RingFile file =
        RingFile.create(
            owner.directory(),
            parent,
            new RingFile.Shape(owner.journalId(), sizes(config), owner.firstSequence()));
    LeftoverRings.removeBeside(file.path());
    long limit = largeBufferLimit(config) + POOLED;
    return new RingStore(file, file.slots(), new SurvivingLargeMemory(file, limit));
  }

  /** How much memory large records on their way may take. */
  static long largeBufferLimit(JournalConfig config) {
    return Math.max(LARGEST_EVENT, (config.maxMemoryBytes() - sizes(config).bytes()) / 2);
  }

  static SlotSizes sizes(JournalConfig config) {
    return SlotSizes.of(config.ringCapacity(), config.slotBytes());
  }

  /** The largest record of a journal, whatever the room for it. */
  static int largestEvent(JournalConfig config) {
    return (int) Math.min(LARGEST_EVENT, config.maxSegmentBytes() / 2);
  }

  ByteBuffer slots() {
    return slots;
  }

  LargeMemory large() {
    return large;
  }

  /** Whether what is in the ring outlives the process. */
  boolean survives() {
    return file != null;
  }

  /** Every event up to a sequence is written or dropped. Writer thread only. */
  void settled(long sequence) {
    if (file != null) {
      file.settled(sequence);
    }
  }

  /**
   * Ends the ring's use.
   *
   * @param settled whether all that was emitted is durable, so that the file may go; else it is
   *     left to the next opening
   * @param untouched whether no thread touches its memory any more, so that it may be unmapped;
   *     else that is left to the garbage collector
   */
  void retire(boolean settled, boolean untouched) throws IOException {
    if (file == null) {
      return;
    }
    if (large instanceof SurvivingLargeMemory memory) {
      memory.close();
    }
    if (untouched) {
      file.unmap();
    }
    if (settled) {
      file.remove();
    } else {
      file.close();
    }
  }
}
