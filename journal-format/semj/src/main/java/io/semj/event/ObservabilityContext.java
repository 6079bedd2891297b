package io.semj.event;

import static io.semj.format.ContextField.ALERT_SEVERITY;
import static io.semj.format.ContextField.LOG_LEVEL;
import static io.semj.format.ContextField.LOG_MESSAGE;
import static io.semj.format.ContextField.METRIC_NAME;
import static io.semj.format.ContextField.METRIC_UNIT;
import static io.semj.format.ContextField.METRIC_VALUE;
import static io.semj.format.ContextField.OPERATION_NAME;
import static io.semj.format.ContextField.PARENT_SPAN_ID;
import static io.semj.format.ContextField.RESOURCE_TYPE;
import static io.semj.format.ContextField.SERVICE_NAME;
import static io.semj.format.ContextField.SPAN_ID;
import static io.semj.format.ContextField.THRESHOLD_VALUE;
import static io.semj.format.ContextField.TRACE_ID;
import static java.util.Objects.requireNonNull;

import io.semj.format.ContextField;
import io.semj.format.ContextReader;
import io.semj.format.WireType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an event says about metrics, logs, traces and alerts: thirteen fields, each of which may be
 * absent. 0.0 and the empty text are values here. A kernel event has no place for any of them.
 */
public final class ObservabilityContext {
  /** No field at all. */
  public static final ObservabilityContext EMPTY =
      new ObservabilityContext(new EnumMap<>(ContextField.class));

  /** A String or a Double for each field that is there. */
  private final Map<ContextField, Object> values;

  private ObservabilityContext(Map<ContextField, Object> values) {
    this.values = values;
  }

  /** A builder with no field set. */
  public static Builder builder() {
    return new Builder();
  }

  static ObservabilityContext read(ContextReader reader, byte[] bytes) {
    Map<ContextField, Object> values = new EnumMap<>(ContextField.class);
    while (reader.next()) {
      ContextField field = ContextField.ofId(reader.fieldId());
      if (field != null && field.id() >= ContextField.FIRST_OPTIONAL_ID && reader.isField(field)) {
        boolean text = field.wireType() == WireType.TEXT;
        values.put(field, text ? ContextView.text(reader, bytes) : (Object) reader.doubleValue());
      }
    }
    return values.isEmpty() ? EMPTY : new ObservabilityContext(values);
  }

  void copyTo(ContextState state) {
    for (ContextField field : ContextField.values()) {
      if (field.id() >= ContextField.FIRST_OPTIONAL_ID) {
        Object value = values.get(field);
        if (value == null) {
          state.remove(field);
        } else if (value instanceof String text) {
          state.text(field, text);
        } else {
          state.real(field, (Double) value);
        }
      }
    }
  }

  private Optional<String> text(ContextField field) {
    return Optional.ofNullable((String) values.get(field));
  }

  private OptionalDouble real(ContextField field) {
    Double value = (Double) values.get(field);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Whether no field is set. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** What was measured. */
  public Optional<String> metricName() {
    return text(METRIC_NAME);
  }

  /** The measured value. */
  public OptionalDouble metricValue() {
    return real(METRIC_VALUE);
  }

  /** Unit of the measured value. */
  public Optional<String> metricUnit() {
    return text(METRIC_UNIT);
  }

  /** Level of the log message. */
  public Optional<String> logLevel() {
    return text(LOG_LEVEL);
  }

  /** The log message. */
  public Optional<String> logMessage() {
    return text(LOG_MESSAGE);
  }

  /** The trace that the event belongs to. */
  public Optional<String> traceId() {
    return text(TRACE_ID);
  }

  /** The span that the event belongs to. */
  public Optional<String> spanId() {
    return text(SPAN_ID);
  }

  /** The parent of that span. */
  public Optional<String> parentSpanId() {
    return text(PARENT_SPAN_ID);
  }

  /** The service that the event comes from. */
  public Optional<String> serviceName() {
    return text(SERVICE_NAME);
  }

  /** The operation of that service. */
  public Optional<String> operationName() {
    return text(OPERATION_NAME);
  }

  /** The resource that was used. */
  public Optional<String> resourceType() {
    return text(RESOURCE_TYPE);
  }

  /** The threshold that was set or crossed. */
  public OptionalDouble thresholdValue() {
    return real(THRESHOLD_VALUE);
  }

  /** How bad the alert is. */
  public Optional<String> alertSeverity() {
    return text(ALERT_SEVERITY);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObservabilityContext that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "ObservabilityContext" + values;
  }

  /** Collects the fields. Not thread-safe. */
  public static final class Builder {
    private final Map<ContextField, Object> values = new EnumMap<>(ContextField.class);

    private Builder() {}

    private Builder set(ContextField field, Object value) {
      values.put(field, requireNonNull(value, field.wireName()));
      return this;
    }

    /** What was measured. */
    public Builder metricName(String value) {
      return set(METRIC_NAME, value);
    }

    /** The measured value. */
    public Builder metricValue(double value) {
      return set(METRIC_VALUE, value);
    }

    /** Unit of the measured value. */
    public Builder metricUnit(String value) {
      return set(METRIC_UNIT, value);
    }

    /** Level of the log message. */
    public Builder logLevel(String value) {
      return set(LOG_LEVEL, value);
    }

    /** The log message. */
    public Builder logMessage(String value) {
      return set(LOG_MESSAGE, value);
    }

    /** The trace that the event belongs to. */
    public Builder traceId(String value) {
      return set(TRACE_ID, value);
    }

    /** The span that the event belongs to. */
    public Builder spanId(String value) {
      return set(SPAN_ID, value);
    }

    /** The parent of that span. */
    public Builder parentSpanId(String value) {
      return set(PARENT_SPAN_ID, value);
    }

    /** The service that the event comes from. */
    public Builder serviceName(String value) {
      return set(SERVICE_NAME, value);
    }

    /** The operation of that service. */
    public Builder operationName(String value) {
      return set(OPERATION_NAME, value);
    }

    /** The resource that was used. */
    public Builder resourceType(String value) {
      return set(RESOURCE_TYPE, value);
    }

    /** The threshold that was set or crossed. */
    public Builder thresholdValue(double value) {
      return set(THRESHOLD_VALUE, value);
    }

    /** How bad the alert is. */
    public Builder alertSeverity(String value) {
      return set(ALERT_SEVERITY, value);
    }

    /** The context as it is now. */
    public ObservabilityContext build() {
      return values.isEmpty() ? EMPTY : new ObservabilityContext(new EnumMap<>(values));
    }
  }
}
