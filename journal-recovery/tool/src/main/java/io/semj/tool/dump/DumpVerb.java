package io.semj.tool.dump;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.semj.core.storage.BlockSource;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.core.storage.StorageErrors;
import io.semj.error.JournalException;
import io.semj.error.JournalNotFoundException;
import io.semj.format.BlockDescriptor;
import io.semj.format.BlockFlyweight;
import io.semj.format.BlockVerdict;
import io.semj.format.SegmentDescriptor;
import io.semj.tool.ExitCode;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semj dump}. */
@Command(
    name = "dump",
    description = {
      "Prints the bytes of a segment and what they mean: its head, or the block at an offset with"
          + " its records, one of them in full.",
      "A damaged file is printed as far as it makes sense."
    })
public final class DumpVerb extends Verb {
  private static final int RAW = 256;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A segment, such as 00000000000000000001.semj.")
  private Path file;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Where to look, also as 0x200. Below 512, by default: the segment's head.")
  private String offset;

  @Option(
      names = "--record",
      paramLabel = "I",
      defaultValue = "0",
      description = "Which record of the block to print in full, counted from 0, the default.")
  private int record;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public DumpVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    long position = position();
    if (!Files.isRegularFile(file)) {
      throw new JournalNotFoundException("no such file: path=" + file);
    }
    try {
      long size = Files.size(file);
      if (position >= size && size > 0) {
        throw new ParameterException(
            spec.commandLine(), "--offset lies behind the end of the file: size=" + size);
      }
      if (position < SegmentDescriptor.LENGTH) {
        return dumpHead();
      }
      return dumpBlock(position, size);
    } catch (IOException e) {
      throw StorageErrors.translate(e, file, "read");
    }
  }

  private long position() {
    try {
      long decoded = Long.decode(offset);
      if (decoded >= 0) {
        return decoded;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ParameterException(spec.commandLine(), "--offset is no position: " + offset);
  }

  private int dumpHead() throws IOException {
    byte[] head = read(0, SegmentDescriptor.LENGTH);
    HexPrinter hex = new HexPrinter(out());
    out().line("journal header");
    hex.fields(0, head, Layouts.JOURNAL_HEADER);
    hex.title("segment descriptor");
    hex.fields(0, head, Layouts.SEGMENT_DESCRIPTOR);
    hex.title("seal");
    hex.fields(0, head, Layouts.SEAL);
    hex.title("re-anchor, all zero unless the segment was rewritten");
    hex.fields(0, head, Layouts.REANCHOR);
    try {
      SegmentHead.read(segment());
      hex.title("the head is sound");
      return ExitCode.OK;
    } catch (JournalException e) {
      hex.title("THE HEAD IS NOT SOUND: " + e.getMessage());
      return ExitCode.DAMAGED;
    }
  }

  private SegmentFile segment() {
    return new SegmentFile(file, 0);
  }

  private int dumpBlock(long position, long size) throws IOException {
    HexPrinter hex = new HexPrinter(out());
    byte[] header = read(position, BlockDescriptor.HEADER_LENGTH);
    int magic = header.length < 4 ? 0 : ByteBuffer.wrap(header).order(LITTLE_ENDIAN).getInt();
    if (magic != BlockDescriptor.MAGIC) {
      out().line("no block begins here: position=" + position);
      hex.text(position, read(position, RAW));
      return ExitCode.BAD_INPUT;
    }
    out().line("block header");
    hex.fields(position, header, Layouts.BLOCK_HEADER);
    long generation = generation(position, header, size);
    try (BlockSource source = new BlockSource(file, generation)) {
      BlockVerdict verdict = source.load(position);
      if (verdict != BlockVerdict.VALID) {
        hex.title("THE BLOCK IS NOT VALID: " + verdict);
        return ExitCode.DAMAGED;
      }
      BlockFlyweight block = source.block();
      hex.title("block trailer");
      long trailer = position + block.blockSize() - BlockDescriptor.TRAILER_LENGTH;
      hex.fields(trailer, read(trailer, BlockDescriptor.TRAILER_LENGTH), Layouts.BLOCK_TRAILER);
      hex.title(
          "the block is valid by itself; the next one begins at " + (position + block.blockSize()));
      hex.title(
          block.compressionType() == 0
              ? "records, positions from " + (position + BlockDescriptor.HEADER_LENGTH)
              : "records, positions in the decompressed data");
      if (!new RecordDump(out()).print(block, source.bytes(), source.offset(), record)) {
        throw new ParameterException(
            spec.commandLine(),
            "--record is none of the block's: records="
                + block.eventCount()
                + ", actual="
                + record);
      }
    }
    return ExitCode.OK;
  }

  /** That of the segment, or of the block itself where the head does not tell. */
  private long generation(long position, byte[] header, long size) throws IOException {
    try {
      return SegmentHead.read(segment()).identity().generation();
    } catch (JournalException e) {
      out().line("the segment's head is not sound: " + Terminal.oneLine(e.getMessage()));
    }
    ByteBuffer fields = ByteBuffer.wrap(header).order(LITTLE_ENDIAN);
    if (header.length < BlockDescriptor.HEADER_LENGTH) {
      return 0;
    }
    long end = position + Integer.toUnsignedLong(fields.getInt(BlockDescriptor.BLOCK_SIZE_OFFSET));
    long at = end - BlockDescriptor.TRAILER_LENGTH + BlockDescriptor.GENERATION_OFFSET;
    return at < position || end > size
        ? 0
        : ByteBuffer.wrap(read(at, Long.BYTES)).order(LITTLE_ENDIAN).getLong();
  }

  /** So many bytes, or as many as there are. */
  private byte[] read(long position, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, position + bytes.position());
      }
      byte[] copy = new byte[bytes.position()];
      bytes.flip().get(copy);
      return copy;
    }
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return exitCodeOfFinding(failure);
  }
}
