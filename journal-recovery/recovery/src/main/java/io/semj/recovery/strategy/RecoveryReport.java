package io.semj.recovery.strategy;

import io.semj.recovery.JsonText;
import io.semj.recovery.facts.LostSequences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a recovery did. Immutable; prints itself as text and as JSON.
 *
 * @param plan that was carried out
 * @param resumed whether it was begun by an earlier run that was cut short
 * @param attempts strategies that were tried before and failed, with the reason
 * @param statistics of what was done
 * @param quarantined files that were set aside
 * @param lost what was acknowledged, or lies before what is there, and is not there any more
 */
public record RecoveryReport(
    RecoveryPlan plan,
    boolean resumed,
    List<Attempt> attempts,
    Statistics statistics,
    List<Path> quarantined,
    LostSequences lost) {
  private static final int MOST_SHOWN = 20;

  /** Makes the lists unmodifiable. */
  public RecoveryReport {
    attempts = List.copyOf(attempts);
    quarantined = List.copyOf(quarantined);
  }

  /**
   * A strategy that failed before another one was tried.
   *
   * @param strategy that failed
   * @param reason why
   */
  public record Attempt(RecoveryStrategy strategy, String reason) {}

  /**
   * What was done, counted.
   *
   * @param stepsDone of the plan
   * @param eventsKept written into segments that were rewritten or copied
   * @param eventsCut sound ones that were taken out and are in the quarantine
   * @param eventsReplayed read, checked and handed over
   * @param resumedBehind up to where the target's state held everything already, so that only what
   *     follows was handed over; 0 when it began anew
   * @param blocksKept read for segments that were rewritten
   * @param bytesRead from segments that were rewritten, copied or set aside
   * @param duration of the whole
   */
  public record Statistics(
      long stepsDone,
      long eventsKept,
      long eventsCut,
      long eventsReplayed,
      long resumedBehind,
      long blocksKept,
      long bytesRead,
      Duration duration) {}

  /**
   * The report for machines.
   *
   * @return one JSON object
   */
  public String toJson() {
    JsonText json = JsonText.object();
    json.put("directory", plan.directory());
    json.put("output", plan.output());
    json.put("failure", plan.failure());
    json.put("strategy", plan.strategy());
    json.put("resumed", resumed);
    json.put("attempts", attempts.stream().map(RecoveryReport::attempt).toList());
    json.put("steps_done", statistics.stepsDone());
    json.put("events_kept", statistics.eventsKept());
    json.put("events_cut", statistics.eventsCut());
    json.put("events_replayed", statistics.eventsReplayed());
    json.put("replay_resumed_behind", statistics.resumedBehind());
    json.put("blocks_kept", statistics.blocksKept());
    json.put("bytes_read", statistics.bytesRead());
    json.put("duration_ms", statistics.duration().toMillis());
    json.put("quarantined", quarantined);
    ReportParts.putLost(json, lost);
    json.put("notes", plan.notes());
    return json.toString();
  }

  private static JsonText attempt(Attempt attempt) {
    JsonText json = JsonText.object();
    json.put("strategy", attempt.strategy());
    json.put("reason", attempt.reason());
    return json;
  }

  /** The report for a person. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(resumed ? "recovery finished, which was begun earlier: " : "recovery done: ");
    text.append(plan.directory()).append('\n');
    plan.output().ifPresent(out -> line(text, "into", out));
    line(text, "failure", plan.failure().map(Enum::name).orElse("none"));
    line(text, "strategy", plan.strategy());
    attempts.forEach(a -> line(text, "failed before", a.strategy() + ": " + a.reason()));
    line(text, "steps", statistics.stepsDone());
    line(
        text,
        "events kept",
        statistics.eventsKept() + " in " + statistics.blocksKept() + " blocks rewritten");
    line(text, "events cut", statistics.eventsCut());
    line(text, "replayed", replayed());
    line(text, "bytes read", statistics.bytesRead());
    line(text, "took", statistics.duration().toMillis() + " ms");
    line(text, "lost", ReportParts.lostText(lost));
    quarantined.stream().limit(MOST_SHOWN).forEach(file -> line(text, "quarantined", file));
    if (quarantined.size() > MOST_SHOWN) {
      line(text, "quarantined", "and " + (quarantined.size() - MOST_SHOWN) + " more");
    }
    plan.notes().forEach(note -> line(text, "note", note));
    return text.toString();
  }

  private String replayed() {
    long behind = statistics.resumedBehind();
    return statistics.eventsReplayed()
        + (behind > 0 ? ", resumed behind sequence " + behind + " of the target's state" : "");
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format(Locale.ROOT, "  %-14s%s\n", name, value));
  }
}
