package io.semj.recovery.strategy;

import io.semj.format.SegmentDescriptor;
import io.semj.format.SegmentIdentity;
import io.semj.recovery.facts.BlockWindow;
import io.semj.recovery.facts.Continuation;
import io.semj.recovery.strategy.RecoveryStep.Commit;
import io.semj.recovery.strategy.RecoveryStep.CopyFile;
import io.semj.recovery.strategy.RecoveryStep.MendTail;
import io.semj.recovery.strategy.RecoveryStep.OpenOnce;
import io.semj.recovery.strategy.RecoveryStep.Prepare;
import io.semj.recovery.strategy.RecoveryStep.Replay;
import io.semj.recovery.strategy.RecoveryStep.Restore;
import io.semj.recovery.strategy.RecoveryStep.Rewrite;
import io.semj.recovery.strategy.RecoveryStep.SetAside;
import io.semj.recovery.strategy.RecoveryStep.SetRingAside;
import java.util.Optional;
import java.util.UUID;

/** Turns steps into fields, for intents and reports, and those of intents back into steps. */
final class StepCodec {
  private StepCodec() {}

  static Fields encode(RecoveryStep step) {
    Fields fields = new Fields();
    if (step instanceof SetAside aside) {
      return fields
          .put("step", "set-aside")
          .put("file", aside.file())
          .put("reason", aside.reason())
          .put("first_sequence", aside.firstSequence())
          .put("last_sequence", aside.lastSequence())
          .put("events", aside.events())
          .put("bytes", aside.bytes());
    } else if (step instanceof Rewrite rewrite) {
      return encode(fields.put("step", "rewrite"), rewrite);
    } else if (step instanceof CopyFile copy) {
      return fields
          .put("step", "copy")
          .put("file", copy.file())
          .put("events", copy.events())
          .put("bytes", copy.bytes());
    } else if (step instanceof Restore restore) {
      return fields
          .put("step", "restore")
          .put("checkpoint", restore.checkpoint().id())
          .put("sequence", restore.checkpoint().sequence());
    } else if (step instanceof Replay replay) {
      return fields.put("step", "replay").put("from_sequence", replay.fromSequence());
    } else if (step instanceof Prepare prepare) {
      return participant(fields, "prepare", prepare.participant(), prepare.cut());
    } else if (step instanceof Commit commit) {
      return participant(fields, "commit", commit.participant(), commit.cut());
    } else if (step instanceof SetRingAside ring) {
      return fields.put("step", "set-ring-aside").put("events", ring.events());
    }
    return fields.put("step", step instanceof OpenOnce ? "open-once" : "mend-tail");
  }

  private static Fields participant(Fields fields, String step, String name, long cut) {
    return fields.put("step", step).put("participant", name).put("cut", cut);
  }

  private static Fields encode(Fields fields, Rewrite step) {
    fields
        .put("file", step.file())
        .put("kind", step.cut() ? "cut" : "salvage")
        .put("generation", step.window().generation())
        .put("from", step.window().from())
        .put("to", step.window().to())
        .put("after_sequence", step.window().afterSequence())
        .put("through_sequence", step.window().throughSequence())
        .put("continued_sequence", step.continuation().sequence())
        .put("continued_block_id", step.continuation().blockId())
        .put("continued_digest", Fields.hex(step.continuation().digest()))
        .put("events", step.events())
        .put("removed", step.removed())
        .put("bytes", step.bytes());
    step.rebuilt()
        .ifPresent(
            identity ->
                fields
                    .put("journal_id", identity.journalId())
                    .put("first_sequence", identity.firstSequence())
                    .put("first_block_id", identity.firstBlockId())
                    .put("anchor", Fields.hex(identity.chainAnchor()))
                    .put("created", identity.creationTimeNanos()));
    return fields;
  }

  /** Whether fields are a step that hands a checkpoint over; the checkpoint itself is a file. */
  static boolean isRestore(Fields fields) {
    return fields.text("step").equals("restore");
  }

  /** Any other step of an intent. */
  static RecoveryStep decode(Fields fields) {
    return switch (fields.text("step")) {
      case "mend-tail" -> new MendTail();
      case "open-once" -> new OpenOnce();
      case "replay" -> new Replay(fields.number("from_sequence"));
      case "set-ring-aside" -> new SetRingAside(fields.number("events"));
      case "set-aside" ->
          new SetAside(
              fields.text("file"),
              fields.text("reason"),
              fields.number("first_sequence"),
              fields.number("last_sequence"),
              fields.number("events"),
              fields.number("bytes"));
      case "rewrite" -> decodeRewrite(fields);
      case "copy" ->
          new CopyFile(fields.text("file"), fields.number("events"), fields.number("bytes"));
      case "prepare" -> new Prepare(fields.text("participant"), fields.number("cut"));
      case "commit" -> new Commit(fields.text("participant"), fields.number("cut"));
      default -> throw new IllegalArgumentException("unknown step: " + fields.text("step"));
    };
  }

  private static Rewrite decodeRewrite(Fields fields) {
    BlockWindow window =
        new BlockWindow(
            fields.number("generation"),
            fields.number("from"),
            fields.number("to"),
            fields.number("after_sequence"),
            fields.number("through_sequence"));
    Continuation continuation =
        new Continuation(
            fields.number("continued_sequence"),
            fields.number("continued_block_id"),
            fields.digest("continued_digest"));
    Optional<SegmentIdentity> rebuilt =
        fields.has("journal_id") ? Optional.of(decodeIdentity(fields)) : Optional.empty();
    return new Rewrite(
        fields.text("file"),
        fields.text("kind").equals("cut"),
        window,
        rebuilt,
        continuation,
        fields.number("events"),
        fields.number("removed"),
        fields.number("bytes"));
  }

  private static SegmentIdentity decodeIdentity(Fields fields) {
    return new SegmentIdentity(
        UUID.fromString(fields.text("journal_id")),
        fields.number("generation"),
        fields.number("first_sequence"),
        fields.number("first_block_id"),
        fields.digest("anchor"),
        SegmentDescriptor.LENGTH,
        SegmentDescriptor.ALIGNMENT,
        fields.number("created"));
  }
}
