package io.semj.recovery.strategy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.checksum.Crc32c;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.recovery.facts.LostSequences;
import io.semj.recovery.facts.SequenceRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that says which recovery was begun and what it has to do, so that whoever finds it can
 * finish it. It is written whole, forced and renamed, so it is there as a whole or not at all. The
 * first line names the format, the last one holds a CRC32C of all before it.
 */
final class RecoveryIntent {
  private static final String TITLE = "semj-recovery-intent 1";
  private static final String TEMPORARY = JournalDirectory.INTENT_FILE + ".tmp";

  private final JournalDirectory directory;

  /** The intent of a journal, standing or not. */
  RecoveryIntent(JournalDirectory directory) {
    this.directory = directory;
  }

  /**
   * What an intent says.
   *
   * @param plan its steps that change files
   * @param decided whether participants were told to commit, or may still abort
   */
  record Content(RecoveryPlan plan, boolean decided) {}

  Path file() {
    return directory.resolve(JournalDirectory.INTENT_FILE);
  }

  boolean stands() {
    return Files.exists(file());
  }

  void write(Content content) {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    text.append(header(content).toLine()).append('\n');
    content.plan().steps().stream()
        .filter(RecoveryStep::changesFiles)
        .forEach(step -> text.append(StepCodec.encode(step).toLine()).append('\n'));
    text.append(String.format("crc=%08x\n", crc(text.toString())));
    try {
      Path temporary = directory.resolve(TEMPORARY);
      try (FileChannel channel = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, file(), StandardCopyOption.ATOMIC_MOVE);
      directory.sync();
    } catch (IOException e) {
      throw StorageErrors.translate(e, file(), "write recovery intent");
    }
  }

  private static Fields header(Content content) {
    RecoveryPlan plan = content.plan();
    Fields fields =
        new Fields()
            .put("directory", plan.directory().toAbsolutePath())
            .put("strategy", plan.strategy())
            .put("created", plan.createdNanos())
            .put("decided", content.decided())
            .put("lost_events", plan.lost().events())
            .put("lost_ranges", plan.lost().rangeCount())
            .put(
                "lost",
                String.join(",", plan.lost().ranges().stream().map(RecoveryIntent::text).toList()));
    plan.output().ifPresent(output -> fields.put("output", output.toAbsolutePath()));
    plan.failure().ifPresent(failure -> fields.put("failure", failure));
    return fields;
  }

  private static String text(SequenceRange range) {
    return range.first() + "-" + range.last();
  }

  private static int crc(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return Crc32c.of(bytes, 0, bytes.length);
  }

  Content read() {
    String text;
    try {
      text = Files.readString(file(), UTF_8);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file(), "read recovery intent");
    }
    int last = text.lastIndexOf("crc=");
    if (!text.startsWith(TITLE + "\n") || last < 0) {
      throw new CorruptionException("no recovery intent of this version", file().toString(), 0);
    }
    String stored = text.substring(last + "crc=".length()).strip();
    int actual = crc(text.substring(0, last));
    if (!stored.equals(String.format("%08x", actual))) {
      throw new ChecksumMismatchException(
          "recovery intent is damaged: file=" + file(), crcOf(stored), actual);
    }
    return decode(text.substring(0, last).lines().skip(1).toList());
  }

  private static int crcOf(String stored) {
    return stored.matches("[0-9a-f]{8}") ? Integer.parseUnsignedInt(stored, 16) : 0;
  }

  private Content decode(List<String> lines) {
    Fields header = Fields.parse(lines.get(0));
    List<RecoveryStep> steps = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      steps.add(StepCodec.decode(Fields.parse(line)));
    }
    RecoveryPlan plan =
        new RecoveryPlan(
            path(header.text("directory")),
            header.has("output") ? Optional.of(path(header.text("output"))) : Optional.empty(),
            header.has("failure")
                ? Optional.of(FailureType.valueOf(header.text("failure")))
                : Optional.empty(),
            RecoveryStrategy.valueOf(header.text("strategy")),
            steps,
            lost(header),
            List.of(),
            header.number("created"));
    return new Content(plan, Boolean.parseBoolean(header.text("decided")));
  }

  private Path path(String text) {
    return directory.path().getFileSystem().getPath(text);
  }

  private static LostSequences lost(Fields header) {
    List<SequenceRange> ranges = new ArrayList<>();
    for (String range : header.text("lost").split(",", -1)) {
      int dash = range.indexOf('-');
      if (dash > 0) {
        ranges.add(
            new SequenceRange(
                Long.parseLong(range.substring(0, dash)),
                Long.parseLong(range.substring(dash + 1))));
      }
    }
    return new LostSequences(ranges, header.number("lost_ranges"), header.number("lost_events"));
  }

  void remove() {
    try {
      Files.deleteIfExists(file());
      directory.sync();
    } catch (IOException e) {
      throw StorageErrors.translate(e, file(), "remove recovery intent");
    }
  }
}
