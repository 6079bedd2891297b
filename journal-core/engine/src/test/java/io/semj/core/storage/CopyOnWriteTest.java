package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.semj.core.SegmentIo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyOnWriteTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "btrfs, true",
    "zfs, true",
    "ZFS, true",
    "bcachefs, true",
    "nilfs2, true",
    "ext4, false",
    "xfs, false",
    "tmpfs, false",
    "overlay, false"
  })
  void shouldKnowFileSystemsOnWhichReservedPagesMeetAFullDisk(String type, boolean is) {
    assertThat(CopyOnWrite.isCopyOnWrite(type)).isEqualTo(is);
  }

  @Test
  void shouldLeaveTheChannelAsItWasWanted() {
    assertThat(CopyOnWrite.safeIo(directory, SegmentIo.CHANNEL)).isEqualTo(SegmentIo.CHANNEL);
  }

  @Test
  void shouldLeaveItAsItWasWantedWhereNothingIsKnown() {
    Path missing = directory.resolve("missing");
    assertThat(CopyOnWrite.safeIo(missing, SegmentIo.MAPPED)).isEqualTo(SegmentIo.MAPPED);
  }
}
