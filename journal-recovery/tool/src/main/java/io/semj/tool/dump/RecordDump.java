package io.semj.tool.dump;

import io.semj.event.EventTypes;
import io.semj.format.BlockDecoder;
import io.semj.format.BlockFlyweight;
import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.RecordDescriptor;
import io.semj.format.RecordFlyweight;
import io.semj.format.RecordScanner;
import io.semj.format.WireType;
import io.semj.tool.Output;
import java.nio.ByteBuffer;

/** Prints the records of a block: one line each, and one of them byte by byte. */
final class RecordDump {
  private final Output out;
  private final HexPrinter hex;

  RecordDump(Output out) {
    this.out = out;
    this.hex = new HexPrinter(out);
  }

  /**
   * Positions are those within the records, decompressed if they are compressed. Tells whether the
   * record that was asked for is one of them.
   */
  boolean print(BlockFlyweight block, ByteBuffer bytes, int offset, int shown) {
    try (BlockDecoder decoder = new BlockDecoder()) {
      RecordScanner records =
          new RecordScanner()
              .wrap(decoder.decode(bytes, offset, block.blockSize()), block.eventCount(), true);
      RecordFlyweight record = new RecordFlyweight();
      while (records.next()) {
        record.wrap(records.buffer(), records.offset());
        out.format(
            "%012x  record %d: sequence %s, %s, %d bytes",
            records.offset(),
            records.index(),
            Long.toUnsignedString(record.userspaceSequence()),
            EventTypes.nameOf(record.eventType()),
            record.length());
        if (records.index() == shown) {
          print(record);
        }
      }
      return shown >= 0 && shown < block.eventCount();
    }
  }

  private void print(RecordFlyweight record) {
    int at = record.offset();
    hex.fields(at, copy(record, at, RecordDescriptor.HEAD_LENGTH), Layouts.RECORD_HEAD);
    printContext(record);
    if (record.payloadSize() > 0) {
      hex.title("payload, " + record.payloadSize() + " bytes");
      hex.text(record.payloadOffset(), copy(record, record.payloadOffset(), record.payloadSize()));
    }
    if (record.metadataSize() > 0) {
      hex.title("metadata, " + record.metadataSize() + " bytes");
      hex.text(
          record.metadataOffset(), copy(record, record.metadataOffset(), record.metadataSize()));
    }
    for (int i = 0; i < record.linkCount(); i++) {
      int link = record.linksOffset() + i * RecordDescriptor.LINK_LENGTH;
      hex.title("causality link " + i);
      hex.fields(link, copy(record, link, RecordDescriptor.LINK_LENGTH), Layouts.LINK);
    }
    out.line("");
  }

  private void printContext(RecordFlyweight record) {
    if (record.contextSize() == 0) {
      return;
    }
    hex.title("context, " + record.contextSize() + " bytes");
    ContextReader context =
        new ContextReader().wrap(record.buffer(), record.contextOffset(), record.contextSize());
    while (context.next()) {
      byte[] entry = copy(record, context.entryOffset(), context.entryLength());
      hex.bytes(context.entryOffset(), entry, describe(record, context));
    }
  }

  private static String describe(RecordFlyweight record, ContextReader context) {
    ContextField field = ContextField.ofId(context.fieldId());
    String name = field == null ? "field " + context.fieldId() : field.wireName();
    String value =
        switch (context.wireType()) {
          case WireType.U32, WireType.U64 -> Long.toUnsignedString(context.longValue());
          case WireType.F64 -> Double.toString(context.doubleValue());
          case WireType.TEXT ->
              record
                  .buffer()
                  .getStringWithoutLengthUtf8(context.textOffset(), context.textLength());
          default -> context.textLength() + " bytes";
        };
    return name + " " + value;
  }

  private static byte[] copy(RecordFlyweight record, int offset, int length) {
    byte[] bytes = new byte[length];
    record.buffer().getBytes(offset, bytes);
    return bytes;
  }
}
