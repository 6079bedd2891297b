package io.semj.recovery.strategy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.semj.checksum.Crc32c;
import io.semj.core.checkpoint.CheckpointStore;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.error.ChecksumMismatchException;
import io.semj.error.CorruptionException;
import io.semj.error.JournalException;
import io.semj.error.RecoveryException;
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
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The file that says which recovery was begun and what it has to do, so that whoever finds it can
 * finish it. It is written whole, forced and renamed, so it is there as a whole or not at all. The
 * first line names the format, the second tells what recovery it is and ends with a CRC32C of
 * itself, the last one holds a CRC32C of all before it. Where steps are damaged and the second line
 * is not, {@link DamagedIntent} sees whether they can be done without.
 */
final class RecoveryIntent {
  private static final String TITLE = "semj-recovery-intent 1";
  private static final String CRC = "crc=";
  private static final String TEMPORARY = JournalDirectory.INTENT_FILE + ".tmp";

  private final JournalDirectory directory;

  /** The intent of a journal, standing or not. */
  RecoveryIntent(JournalDirectory directory) {
    this.directory = directory;
  }

  /**
   * What an intent says.
   *
   * @param plan what is to be done
   * @param decided whether participants were told to commit, or may still abort
   * @param cut that a participant has prepared for; none in any other intent
   */
  record Content(RecoveryPlan plan, boolean decided, OptionalLong cut) {
    Content(RecoveryPlan plan, boolean decided) {
      this(plan, decided, OptionalLong.empty());
    }
  }

  Path file() {
    return directory.resolve(JournalDirectory.INTENT_FILE);
  }

  boolean stands() {
    return Files.exists(file());
  }

  void write(Content content) {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    text.append(withCrc(header(content).toLine())).append('\n');
    content.plan().steps().forEach(s -> text.append(StepCodec.encode(s).toLine()).append('\n'));
    text.append(String.format(Locale.ROOT, "crc=%08x\n", crc(text.toString())));
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

  private static String withCrc(String line) {
    return line + String.format(Locale.ROOT, " %s%08x", CRC, crc(line));
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
    content.cut().ifPresent(cut -> fields.put("cut", cut));
    if (!plan.notes().isEmpty()) {
      fields.put("notes", String.join("\n", plan.notes()));
    }
    return fields;
  }

  private static String text(SequenceRange range) {
    return range.first() + "-" + range.last();
  }

  private static int crc(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return Crc32c.of(bytes, 0, bytes.length);
  }

  /**
   * What it says.
   *
   * @throws CorruptionException when it is none, or damaged
   */
  Content read() {
    String text = text();
    int last = text.lastIndexOf(CRC);
    if (!text.startsWith(TITLE + "\n") || last < 0) {
      throw new CorruptionException("no recovery intent of this version", file().toString(), 0);
    }
    String stored = text.substring(last + CRC.length()).strip();
    int actual = crc(text.substring(0, last));
    if (!stored.equals(String.format(Locale.ROOT, "%08x", actual))) {
      throw new ChecksumMismatchException(
          "recovery intent is damaged: file=" + file(), crcOf(stored), actual);
    }
    try {
      return decode(text.substring(0, last).lines().skip(1).toList());
    } catch (IllegalArgumentException e) {
      RecoveryException unknown =
          new RecoveryException(
              "recovery intent is not understood, its checksum is right: file="
                  + file()
                  + ", "
                  + e.getMessage());
      unknown.initCause(e);
      throw unknown;
    }
  }

  private String text() {
    try {
      // Not as UTF-8: damaged bytes are none, and all that is written is ASCII.
      return new String(Files.readAllBytes(file()), ISO_8859_1);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file(), "read recovery intent");
    }
  }

  /** What the second line of a damaged intent says, when that is sound; without steps. */
  Optional<Content> readHeader() {
    List<String> lines = text().lines().limit(2).toList();
    if (lines.size() < 2 || !lines.get(0).equals(TITLE)) {
      return Optional.empty();
    }
    int last = lines.get(1).lastIndexOf(" " + CRC);
    boolean sound = last > 0 && withCrc(lines.get(1).substring(0, last)).equals(lines.get(1));
    return sound ? Optional.of(decode(lines.subList(1, 2))) : Optional.empty();
  }

  private static int crcOf(String stored) {
    return stored.matches("[0-9a-f]{8}") ? Integer.parseUnsignedInt(stored, 16) : 0;
  }

  private Content decode(List<String> lines) {
    Fields header = Fields.parse(lines.get(0));
    List<RecoveryStep> steps = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    if (header.has("notes")) {
      notes.addAll(header.text("notes").lines().toList());
    }
    for (String line : lines.subList(1, lines.size())) {
      Fields fields = Fields.parse(line);
      Optional<RecoveryStep> step =
          StepCodec.isRestore(fields)
              ? restore(fields, notes)
              : Optional.of(StepCodec.decode(fields));
      step.ifPresent(steps::add);
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
            notes,
            header.number("created"));
    OptionalLong cut =
        header.has("cut") ? OptionalLong.of(header.number("cut")) : OptionalLong.empty();
    return new Content(plan, Boolean.parseBoolean(header.text("decided")), cut);
  }

  private Optional<RecoveryStep> restore(Fields fields, List<String> notes) {
    long id = fields.number("checkpoint");
    Optional<RecoveryStep> step = Optional.empty();
    try {
      step = CheckpointStore.of(directory.path()).find(id).map(RecoveryStep.Restore::new);
    } catch (JournalException damaged) {
      notes.add("checkpoint " + id + " cannot be read any more: " + damaged.getMessage());
    }
    if (step.isEmpty()) {
      notes.add("checkpoint " + id + " is not there any more, its state is not handed over");
    }
    return step;
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
