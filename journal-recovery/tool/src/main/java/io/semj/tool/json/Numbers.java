package io.semj.tool.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;

/** Reads numbers, and says of those that cannot be used what could. */
final class Numbers {
  private static final long U32_MAX = 0xFFFF_FFFFL;
  private static final int MAX_PERCENT = 100;
  private static final String U64 = "0..18446744073709551615";

  private static final Map<String, Double> NAMED =
      Map.of(
          "NaN", Double.NaN,
          "Infinity", Double.POSITIVE_INFINITY,
          "-Infinity", Double.NEGATIVE_INFINITY);

  private Numbers() {}

  static long read(JsonParser json, String field, HeadField.Width width)
      throws IOException, BadEventException {
    return switch (width) {
      case U32 -> u32(json, field);
      case U64 -> u64(json, field);
      case I64 -> i64(json, field);
    };
  }

  static long u32(JsonParser json, String field) throws IOException, BadEventException {
    return bounded(json, field, U32_MAX);
  }

  /** A number from 0 to 100. */
  static int percent(JsonParser json, String field) throws IOException, BadEventException {
    return (int) bounded(json, field, MAX_PERCENT);
  }

  private static long bounded(JsonParser json, String field, long max)
      throws IOException, BadEventException {
    String expected = "0.." + max;
    requireInteger(json, field, expected);
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || json.getLongValue() < 0
        || json.getLongValue() > max) {
      throw BadEventException.field(field, expected, json.getText());
    }
    return json.getLongValue();
  }

  /** An unsigned number of 64 bits. */
  static long u64(JsonParser json, String field) throws IOException, BadEventException {
    requireInteger(json, field, U64);
    if (json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long value = json.getLongValue();
      if (value < 0) {
        throw BadEventException.field(field, U64, json.getText());
      }
      return value;
    }
    BigInteger value = json.getBigIntegerValue();
    if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
      throw BadEventException.field(field, U64, json.getText());
    }
    return value.longValue();
  }

  static long i64(JsonParser json, String field) throws IOException, BadEventException {
    String expected = Long.MIN_VALUE + ".." + Long.MAX_VALUE;
    requireInteger(json, field, expected);
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw BadEventException.field(field, expected, json.getText());
    }
    return json.getLongValue();
  }

  private static void requireInteger(JsonParser json, String field, String expected)
      throws IOException, BadEventException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw BadEventException.field(field, "a whole number " + expected, Texts.describe(json));
    }
  }

  /** A double, in words where JSON has no number for it. */
  static double real(JsonParser json, String field) throws IOException, BadEventException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      Double named = NAMED.get(json.getText());
      if (named != null) {
        return named;
      }
    } else if (json.currentToken().isNumeric()) {
      double value = json.getDoubleValue();
      if (Double.isFinite(value)) {
        return value;
      }
    }
    throw BadEventException.field(
        field, "a number, \"NaN\", \"Infinity\" or \"-Infinity\"", Texts.describe(json));
  }
}
