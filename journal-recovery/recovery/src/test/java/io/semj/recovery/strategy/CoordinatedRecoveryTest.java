package io.semj.recovery.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.core.SemanticJournal;
import io.semj.error.RecoveryException;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.recovery.IntegrityVerifier;
import io.semj.recovery.JournalRecovery;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordinatedRecoveryTest {
  private static final long CAP = 1L << 30;

  /** A cut is told by a sync event; its id is in the event's subtype. */
  private static final CutMarker MARKER =
      record ->
          record.eventType() == EventType.SYSTEM_SYNC.code()
              ? record.eventSubtype()
              : CutMarker.NO_CUT;

  @TempDir private Path temp;
  private Path here;
  private Path there;

  @BeforeEach
  void setUp() {
    here = temp.resolve("here");
    there = temp.resolve("there");
    journal(here, 1_000, 1, 2, 3, 4);
    journal(there, 500, 1, 2, 3);
  }

  /** Events, then a marker, for each cut; then a few events more. */
  private static void journal(Path directory, int events, int... cuts) {
    try (SemanticJournal journal = SemanticJournal.open(Journals.config(directory).build())) {
      for (int cut : cuts) {
        Journals.emit(journal, events);
        journal.emitEvent(new EventBuilder(EventType.SYSTEM_SYNC).subtype(cut));
      }
      Journals.emit(journal, 50);
    }
  }

  private JournalParticipant peer() {
    return new JournalParticipant("there", there, MARKER, CAP);
  }

  private RecoveryReport recover(RecoveryParticipant... participants) {
    return JournalRecovery.of(here)
        .recover(RecoveryRequest.coordinated(MARKER, List.of(participants)));
  }

  private static long last(Path directory) {
    return JournalRecovery.of(directory).inspect().lastSequence();
  }

  private static void assertSound(Path directory) {
    assertThat(new IntegrityVerifier(directory).verify().problems()).isEmpty();
  }

  @Test
  void shouldGoBackToTheLatestCutThatBothJournalsHold() {
    RecoveryReport report = recover(peer());

    assertThat(report.plan().notes())
        .contains("the latest cut that all hold is 3, here at sequence 3003");
    assertThat(last(here)).isEqualTo(3_003);
    assertThat(last(there)).isEqualTo(1_503);
    assertSound(here);
    assertSound(there);
    assertThat(Journals.emitOneMore(here)).isEqualTo(4_055);
    assertThat(Journals.emitOneMore(there)).isEqualTo(1_554);
  }

  @Test
  void shouldGoDownUntilAllAgree() {
    RecoveryParticipant odd = new Scripted("odd", 1, 2, 4);
    RecoveryReport report = recover(peer(), odd);
    assertThat(report.plan().notes().get(0)).startsWith("the latest cut that all hold is 2,");
    assertThat(((Scripted) odd).calls).containsExactly("prepare 2", "commit 2");
    assertThat(last(there)).isEqualTo(1_002);
  }

  @Test
  void shouldChangeNothingWhenThereIsNoCommonCut() {
    Map<String, ByteBuffer> before = Journals.contents(temp);
    assertThatThrownBy(() -> recover(peer(), new Scripted("stranger", 9)))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("no cut that all hold: participant=stranger");
    assertThat(Journals.contents(temp)).isEqualTo(before);
  }

  @Test
  void shouldAbortEverybodyWhenOneCannotPrepare() {
    Map<String, ByteBuffer> before = Journals.contents(temp);
    Scripted failing = new Scripted("failing", 1, 2, 3);
    failing.failPrepare = true;
    assertThatThrownBy(() -> recover(peer(), failing))
        .isInstanceOf(RecoveryException.class)
        .hasMessage("cannot");
    assertThat(failing.calls).containsExactly("prepare 3", "abort 3");
    assertThat(Journals.contents(temp)).isEqualTo(before);
    Journals.emitOneMore(there);
  }

  @Test
  void shouldFinishWhatWasDecidedAfterAFailedCommit() {
    Scripted failing = new Scripted("failing", 1, 2, 3);
    failing.failCommits = 1;
    try (JournalParticipant peer = peer()) {
      assertThatThrownBy(() -> recover(failing, peer)).hasMessage("cannot");
    }
    assertThatThrownBy(() -> Journals.emitOneMore(here))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("recovery.intent");
    RecoveryReport report = recover(failing, peer());
    assertThat(report.resumed()).isTrue();
    assertThat(last(here)).isEqualTo(3_003);
    assertThat(last(there)).isEqualTo(1_503);
    assertThat(failing.calls).containsExactly("prepare 3", "commit 3", "commit 3");
  }

  @Test
  void shouldKeepAPreparedJournalClosedUntilItHearsTheDecision() {
    try (JournalParticipant peer = peer()) {
      peer.prepare(2);
    }
    assertThatThrownBy(() -> Journals.emitOneMore(there)).isInstanceOf(RecoveryException.class);
    assertThatThrownBy(() -> JournalRecovery.of(there).resume())
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("waiting for its decision");
    peer().abort(2);
    assertThat(Journals.emitOneMore(there)).isEqualTo(1_554);
  }

  @Test
  void shouldCommitAgainAfterItCommitted() {
    try (JournalParticipant peer = peer()) {
      peer.prepare(2);
      peer.commit(2);
      peer.commit(2);
      peer.abort(2);
    }
    assertThat(last(there)).isEqualTo(1_002);
    assertThatThrownBy(() -> peer().commit(1))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("was not prepared for the cut: name=there, cut=1");
  }

  /** A participant that holds some cuts. */
  private static final class Scripted implements RecoveryParticipant {
    private final String name;
    private final long[] cuts;
    private final List<String> calls = new ArrayList<>();
    private boolean failPrepare;
    private int failCommits;

    Scripted(String name, long... cuts) {
      this.name = name;
      this.cuts = cuts;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public OptionalLong latestCut(long atMost) {
      OptionalLong latest = OptionalLong.empty();
      for (long cut : cuts) {
        if (cut <= atMost) {
          latest = OptionalLong.of(cut);
        }
      }
      return latest;
    }

    @Override
    public void prepare(long cut) {
      calls.add("prepare " + cut);
      if (failPrepare) {
        throw new RecoveryException("cannot");
      }
    }

    @Override
    public void commit(long cut) {
      calls.add("commit " + cut);
      if (failCommits-- > 0) {
        throw new RecoveryException("cannot");
      }
    }

    @Override
    public void abort(long cut) {
      calls.add("abort " + cut);
    }
  }
}
