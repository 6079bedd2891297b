package io.semj.tool.read;

import io.semj.event.EventFlags;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an event flag, or bits as a number. */
final class FlagBits implements ITypeConverter<Integer> {
  private static final Map<String, Integer> NAMED =
      Map.of(
          "atomic", EventFlags.ATOMIC,
          "transactional", EventFlags.TRANSACTIONAL,
          "causal", EventFlags.CAUSAL,
          "agent-visible", EventFlags.AGENT_VISIBLE,
          "deterministic", EventFlags.DETERMINISTIC,
          "compressed", EventFlags.COMPRESSED,
          "indexed", EventFlags.INDEXED,
          "replicated", EventFlags.REPLICATED);

  @Override
  public Integer convert(String text) {
    Integer named = NAMED.get(text.replace('_', '-'));
    if (named != null) {
      return named;
    }
    try {
      long bits = Long.decode(text);
      if (bits > 0 && bits <= 0xFFFF_FFFFL) {
        return (int) bits;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' is not atomic, transactional, causal, agent-visible, deterministic, compressed,"
            + " indexed, replicated or bits such as 0x09");
  }
}
