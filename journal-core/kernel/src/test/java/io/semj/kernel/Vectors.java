package io.semj.kernel;

import io.semj.event.EventType;
import io.semj.event.KernelEventCodec;
import io.semj.event.SemanticEvent;
import io.semj.format.KernelJournalHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Kernel events and journals of them. */
final class Vectors {
  static final int COUNT = 18;

  private Vectors() {}

  static byte[] resource(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/kernel-abi/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] event(int number) {
    return resource(String.format(Locale.ROOT, "event-%03d.bin", number));
  }

  static byte[] journal() {
    return resource("kernel-journal.bin");
  }

  /** A kernel event of its own for each number, with sequences 3 apart as the kernel has them. */
  static byte[] made(int number) {
    return KernelEventCodec.encode(
        SemanticEvent.builder(EventType.FILESYSTEM_WRITE)
            .identity(number, 3L * number, number, number, 1, 4_242)
            .timestampNanos(1_000_000L * number)
            .rootCauseEventId(number)
            .path("/srv/" + number)
            .payload(new byte[number % 50])
            .build());
  }

  static List<byte[]> made(int from, int to) {
    List<byte[]> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      events.add(made(i));
    }
    return events;
  }

  static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    parts.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  static byte[] journalOf(List<byte[]> events) {
    byte[] body = joined(events);
    List<byte[]> parts = new ArrayList<>();
    long size = (long) KernelJournalHeader.LENGTH + body.length;
    parts.add(KernelJournalHeader.of(events.size(), events.size() + 1L, size).encode());
    parts.add(body);
    return joined(parts);
  }

  static void append(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
