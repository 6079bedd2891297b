package io.semj.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JournalExceptionTest {
  @Test
  void shouldAddBothChecksumsToTheMessage() {
    ChecksumMismatchException error =
        new ChecksumMismatchException("record checksum does not match: record=3", 0x1A, -1);
    assertThat(error)
        .hasMessage(
            "record checksum does not match: record=3, expected=0x0000001a, actual=0xffffffff");
    assertThat(error.expected()).isEqualTo(0x1A);
    assertThat(error.actual()).isEqualTo(-1);
    assertThat(error.category()).isEqualTo(ErrorCategory.STORAGE);
    assertThat(error.kind()).isEqualTo(StorageErrorKind.CHECKSUM_MISMATCH);
  }

  @Test
  void shouldNameFileAndPositionOfCorruption() {
    CorruptionException error = new CorruptionException("segment is cut short", "a.semj", 512);
    assertThat(error).hasMessage("segment is cut short: file=a.semj, position=512");
    assertThat(error.file()).isEqualTo("a.semj");
    assertThat(error.position()).isEqualTo(512);
  }

  @Test
  void shouldSayThatNoFileIsKnown() {
    CorruptionException error = new CorruptionException("record is cut short: length=7");
    assertThat(error).hasMessage("record is cut short: length=7");
    assertThat(error.file()).isEmpty();
    assertThat(error.position()).isEqualTo(-1);
  }

  @Test
  void shouldNameTheRangeOfVersionsThatIsRead() {
    assertThat(new VersionMismatchException("segment version is not read: file=a", 1, 3, 9))
        .hasMessage("segment version is not read: file=a, expected=1..3, actual=9");
    assertThat(new VersionMismatchException("segment version is not read: file=a", 1, 1, -1))
        .hasMessage("segment version is not read: file=a, expected=1, actual=4294967295");
  }

  @Test
  void shouldNameFieldLimitAndSizeOfAnEventThatTheKernelCannotHold() {
    assertThat(new KernelLimitException("path", 4095, 5000))
        .hasMessage("event exceeds a kernel limit: field=path, limit=4095, actual=5000");
  }

  @Test
  void shouldNameTheHolderOfTheLockIfItIsKnown() {
    assertThat(new JournalLockedException("/j", 42))
        .hasMessage("journal is open for writing elsewhere: directory=/j, pid=42");
    assertThat(new JournalLockedException("/j", -1))
        .hasMessage("journal is open for writing elsewhere: directory=/j, pid=unknown");
  }

  @Test
  void shouldNameTheSettingThatCannotBeUsed() {
    assertThat(new ConfigurationException("ring.size", "1..1073741824", 0))
        .hasMessage("invalid setting: name=ring.size, expected=1..1073741824, actual=0");
    assertThat(new ConfigurationException("clock", "it went backwards", new Exception("x")))
        .hasMessage("invalid setting, it went backwards: name=clock")
        .hasRootCauseMessage("x");
  }

  @Test
  void shouldTakeTheCategoryOfWhatStoppedTheJournal() {
    assertThat(
            new JournalFailedException("journal stopped", new StorageIoException("no")).category())
        .isEqualTo(ErrorCategory.STORAGE);
    assertThat(new JournalFailedException("journal stopped", new AssertionError("bug")).category())
        .isEqualTo(ErrorCategory.INTERNAL);
  }

  @Test
  void shouldTellForeignLegacyAndKernelFilesApart() {
    assertThat(new ForeignFileException("f", 0x53454D4A, 0x464C457F))
        .hasMessage(
            "file is not a SEMJ journal file: file=f, expected=0x53454d4a, actual=0x464c457f");
    assertThat(new LegacyFormatException("f"))
        .hasMessage("file is in the older USJL format, which is not read: file=f");
    assertThat(new KernelJournalException("f"))
        .hasMessage("file is a kernel journal, not a userspace segment: file=f");
  }
}
