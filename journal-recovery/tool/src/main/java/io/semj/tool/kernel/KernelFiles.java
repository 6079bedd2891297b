package io.semj.tool.kernel;

import io.semj.core.JournalReader;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.error.KernelLimitException;
import io.semj.format.RecordFlyweight;
import io.semj.kernel.KernelClock;
import io.semj.kernel.KernelExporter;
import io.semj.kernel.KernelJournalWriter;
import io.semj.kernel.KernelOverflow;
import io.semj.kernel.KernelSink;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes files of kernel events; under another name until they are whole. */
final class KernelFiles {
  private KernelFiles() {}

  @FunctionalInterface
  private interface Work {
    long write(Path target);
  }

  /** Makes events of JSON; returns how many. */
  static long encode(Path json, Path out, boolean asJournal) {
    return whole(
        out, target -> asJournal ? encodeJournal(json, target) : encodeEvents(json, target));
  }

  private static long encodeEvents(Path json, Path target) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(json));
        KernelJsonReader events = new KernelJsonReader(in);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        out.write(event);
      }
      return events.count();
    } catch (IOException e) {
      throw StorageErrors.translate(e, json, "encode kernel events");
    }
  }

  private static long encodeJournal(Path json, Path target) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(json));
        KernelJsonReader events = new KernelJsonReader(in);
        KernelSink sink = sink(target)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        sink.append(new UnsafeBuffer(event), event.length);
      }
      sink.force();
      return events.count();
    } catch (IOException e) {
      throw StorageErrors.translate(e, json, "encode kernel events");
    }
  }

  /**
   * Writes a journal's events; returns how many. One that the kernel's form cannot hold ends it.
   */
  static long export(
      JournalDirectory journal,
      Path out,
      boolean flagged,
      KernelOverflow overflow,
      KernelClock clock) {
    Predicate<RecordFlyweight> wanted = flagged ? KernelExporter::isForKernel : record -> true;
    KernelExporter exporter =
        new KernelExporter(
            overflow,
            wanted,
            (sequence, reason) -> {
              throw new KernelLimitException(
                  "event cannot become a kernel event: sequence="
                      + sequence
                      + ": "
                      + reason.getMessage());
            });
    return whole(out, target -> export(journal, exporter, target, clock));
  }

  private static long export(
      JournalDirectory journal, KernelExporter exporter, Path target, KernelClock clock) {
    try (JournalReader reader = JournalReader.open(journal, 1);
        KernelSink sink = sink(target)) {
      long events = exporter.run(reader, Long.MAX_VALUE, sink, clock.offsetNanos());
      sink.force();
      return events;
    }
  }

  private static KernelSink sink(Path target) {
    return Files.exists(target) ? KernelSink.device(target) : KernelJournalWriter.create(target);
  }

  private static long whole(Path out, Work work) {
    if (Files.exists(out) && !Files.isRegularFile(out)) {
      return work.write(out);
    }
    Path temporary = out.resolveSibling(out.getFileName() + ".tmp");
    try {
      try {
        Files.deleteIfExists(temporary);
        long events = work.write(temporary);
        Files.move(
            temporary, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return events;
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw StorageErrors.translate(e, out, "write kernel events");
    }
  }
}
