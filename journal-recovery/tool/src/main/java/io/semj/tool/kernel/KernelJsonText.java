package io.semj.tool.kernel;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Texts as a kernel event has them. Not thread-safe. */
final class KernelJsonText {
  private final CharsetEncoder encoder =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  private byte[] bytes = {};

  /** What is wrong with a text, null if nothing is. */
  String encode(String text, int limit) {
    try {
      ByteBuffer encoded = encoder.encode(CharBuffer.wrap(text));
      bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
    } catch (CharacterCodingException e) {
      return "has half a surrogate pair";
    }
    if (bytes.length > limit) {
      return "is too long: limit=" + limit + " bytes, actual=" + bytes.length;
    }
    return text.indexOf('\0') >= 0 ? "has a zero character, which would end it" : null;
  }

  byte[] bytes() {
    return bytes;
  }
}
