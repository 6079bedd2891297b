package io.semj.recovery.strategy;

import io.semj.recovery.JsonText;
import io.semj.recovery.facts.LostSequences;
import io.semj.recovery.strategy.RecoveryStep.Rewrite;
import io.semj.recovery.strategy.RecoveryStep.SetAside;
import io.semj.recovery.strategy.RecoveryStep.SetRingAside;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a recovery will do, before it does anything. Immutable; prints itself as text and as JSON.
 *
 * @param directory of the journal
 * @param output where it is salvaged to, when that is another directory
 * @param failure that is recovered from, when one was named or found
 * @param strategy of the plan
 * @param steps in order
 * @param lost what will not be there afterwards because it is damaged or missing already
 * @param notes for the person who reads the plan
 * @param createdNanos when it was made, since 1970
 */
public record RecoveryPlan(
    Path directory,
    Optional<Path> output,
    Optional<FailureType> failure,
    RecoveryStrategy strategy,
    List<RecoveryStep> steps,
    LostSequences lost,
    List<String> notes,
    long createdNanos) {
  private static final int MOST_SHOWN = 20;

  /** Makes the lists unmodifiable. */
  public RecoveryPlan {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /** The same plan with one more note. */
  RecoveryPlan noting(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new RecoveryPlan(directory, output, failure, strategy, steps, lost, more, createdNanos);
  }

  /**
   * Whether the plan changes any file.
   *
   * @return false when it only reads
   */
  public boolean changesFiles() {
    return steps.stream().anyMatch(RecoveryStep::changesFiles);
  }

  /**
   * How many sound events are taken out of the journal, and kept in the quarantine.
   *
   * @return a count
   */
  public long eventsCut() {
    long cut = 0;
    for (RecoveryStep step : steps) {
      if (step instanceof SetAside aside) {
        cut += aside.events();
      } else if (step instanceof Rewrite rewrite) {
        cut += rewrite.removed();
      } else if (step instanceof SetRingAside ring) {
        cut += ring.events();
      }
    }
    return cut;
  }

  /**
   * How much goes to the quarantine.
   *
   * @return bytes
   */
  public long bytesSetAside() {
    if (output.isPresent()) {
      return 0;
    }
    long bytes = 0;
    for (RecoveryStep step : steps) {
      if (step instanceof SetAside aside) {
        bytes += aside.bytes();
      } else if (step instanceof Rewrite rewrite) {
        bytes += rewrite.bytes();
      }
    }
    return bytes;
  }

  /**
   * The plan for machines.
   *
   * @return one JSON object
   */
  public String toJson() {
    JsonText json = JsonText.object();
    json.put("directory", directory);
    json.put("output", output);
    json.put("failure", failure);
    json.put("strategy", strategy);
    json.put("steps", steps.stream().map(step -> StepCodec.encode(step).values()).toList());
    json.put("events_cut", eventsCut());
    json.put("bytes_set_aside", bytesSetAside());
    ReportParts.putLost(json, lost);
    json.put("notes", notes);
    return json.toString();
  }

  /** The plan for a person. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("recovery plan for ").append(directory).append('\n');
    output.ifPresent(out -> text.append("  into          ").append(out).append('\n'));
    text.append("  failure       ").append(failure.map(Enum::name).orElse("none")).append('\n');
    text.append("  strategy      ").append(strategy).append('\n');
    text.append("  events cut    ").append(eventsCut()).append('\n');
    text.append("  to quarantine ").append(bytesSetAside()).append(" bytes\n");
    text.append("  lost          ").append(ReportParts.lostText(lost)).append('\n');
    notes.forEach(note -> text.append("  note          ").append(note).append('\n'));
    if (steps.isEmpty()) {
      text.append("  nothing to do\n");
    }
    for (int i = 0; i < Math.min(steps.size(), MOST_SHOWN); i++) {
      text.append("  ").append(i + 1).append(". ").append(steps.get(i).describe()).append('\n');
    }
    if (steps.size() > MOST_SHOWN) {
      text.append("  and ").append(steps.size() - MOST_SHOWN).append(" more steps\n");
    }
    return text.toString();
  }
}
