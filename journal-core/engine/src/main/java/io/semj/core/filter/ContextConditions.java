package io.semj.core.filter;

import io.semj.format.ContextEntries;
import io.semj.format.ContextField;
import io.semj.format.RecordFlyweight;
import org.agrona.DirectBuffer;

/**
 * What a filter wants of a record's context. It walks the fields itself, with nothing but local
 * variables, so that one filter serves many threads without allocating. Immutable.
 */
final class ContextConditions {
  /** By field id; null where anything will do. */
  private final FieldCondition[] byField;

  private final int wanted;
  private final int lastField;

  ContextConditions(FieldCondition[] byField) {
    this.byField = byField;
    int count = 0;
    int last = -1;
    for (int id = 0; id < byField.length; id++) {
      if (byField[id] != null) {
        count++;
        last = id;
      }
    }
    wanted = count;
    lastField = last;
  }

  boolean isEmpty() {
    return wanted == 0;
  }

  boolean matches(RecordFlyweight record) {
    DirectBuffer buffer = record.buffer();
    int at = record.contextOffset();
    int end = record.payloadOffset();
    int found = 0;
    while (at < end) {
      int id = ContextEntries.id(buffer, at);
      if (id > lastField) {
        return false; // Ids ascend: what is still wanted is not set.
      }
      int value = ContextEntries.valueOffset(buffer, at, end);
      int length = ContextEntries.valueLength(buffer, at, end);
      FieldCondition condition = byField[id];
      if (condition != null) {
        if (!condition.matches(buffer, value, length)) {
          return false;
        }
        found++;
        if (found == wanted) {
          return true;
        }
      }
      at = value + length;
    }
    return false;
  }

  static int slots() {
    return ContextField.SEMANTIC_TAGS.id() + 1;
  }
}
