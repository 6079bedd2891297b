package io.semj.tool.emit;

import io.semj.tool.json.BadEventException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a stream of UTF-8 apart into lines, as soon as they are there. What follows the last end of
 * a line is a line too. Blank lines are counted and passed over. One thread.
 */
final class JsonLines {
  /** A payload of 16 MiB takes up to 96 MiB with escapes; nobody writes that. */
  static final int MAX_LINE = 64 << 20;

  private static final int CHUNK = 64 << 10;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final byte[] chunk = new byte[CHUNK];
  private int chunkAt;
  private int chunkEnd;
  private byte[] line = new byte[CHUNK];
  private int lineLength;
  private boolean tooLong;
  private char[] chars = new char[CHUNK];
  private int charsFrom;
  private int charsEnd;
  private long number;

  JsonLines(InputStream in) {
    this.in = in;
  }

  /**
   * Goes on to the next line that is not blank.
   *
   * @return false at the end of the stream
   * @throws BadEventException when the line is no text or too long; the one after it can be read
   */
  boolean next() throws IOException, BadEventException {
    while (readLine()) {
      number++;
      if (tooLong) {
        throw new BadEventException("line is too long: limit=" + MAX_LINE + " bytes");
      }
      decode();
      if (!isBlank()) {
        return true;
      }
    }
    return false;
  }

  /** Gathers the bytes of a line; false when there is none. */
  private boolean readLine() throws IOException {
    lineLength = 0;
    tooLong = false;
    boolean any = false;
    while (true) {
      if (chunkAt == chunkEnd) {
        int read = in.read(chunk, 0, chunk.length);
        if (read < 0) {
          return any;
        }
        chunkAt = 0;
        chunkEnd = read;
        continue;
      }
      any = true;
      int end = chunkAt;
      while (end < chunkEnd && chunk[end] != '\n') {
        end++;
      }
      append(chunkAt, end - chunkAt);
      chunkAt = Math.min(end + 1, chunkEnd);
      if (end < chunkEnd) {
        return true;
      }
    }
  }

  private void append(int from, int length) {
    if (lineLength + length > MAX_LINE) {
      tooLong = true;
      return;
    }
    if (lineLength + length > line.length) {
      line = Arrays.copyOf(line, Math.max(lineLength + length, 2 * line.length));
    }
    System.arraycopy(chunk, from, line, lineLength, length);
    lineLength += length;
  }

  private void decode() throws BadEventException {
    if (chars.length < lineLength) {
      chars = new char[line.length];
    }
    ByteBuffer bytes = ByteBuffer.wrap(line, 0, lineLength);
    CharBuffer decoded = CharBuffer.wrap(chars);
    CoderResult result = decoder.reset().decode(bytes, decoded, true);
    if (result.isError()) {
      throw new BadEventException("line is not UTF-8: byte=" + (bytes.position() + 1));
    }
    charsEnd = decoded.position();
    charsFrom = number == 1 && charsEnd > 0 && chars[0] == BYTE_ORDER_MARK ? 1 : 0;
  }

  private boolean isBlank() {
    for (int i = charsFrom; i < charsEnd; i++) {
      if (" \t\r".indexOf(chars[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The number of the line, from 1. */
  long number() {
    return number;
  }

  /** Holds the line's characters until the next call. */
  char[] chars() {
    return chars;
  }

  /** Where the line begins in {@link #chars()}. */
  int offset() {
    return charsFrom;
  }

  /** How many characters it has. */
  int length() {
    return charsEnd - charsFrom;
  }
}
