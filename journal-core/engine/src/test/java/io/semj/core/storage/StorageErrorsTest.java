package io.semj.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.semj.error.InsufficientSpaceException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.StorageException;
import io.semj.error.StorageIoException;
import io.semj.error.StoragePermissionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StorageErrorsTest {
  private static final Path FILE = Path.of("/data/a.semj");

  @TempDir Path directory;

  private static FileSystemException refused(String reason) {
    return new FileSystemException("/data/a.semj", null, reason);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new NoSuchFileException("/data/a.semj"),
            JournalNotFoundException.class,
            "no such file or directory"),
        Arguments.of(
            new FileNotFoundException("a.semj (No such file or directory)"),
            JournalNotFoundException.class,
            "a.semj (No such file or directory)"),
        Arguments.of(
            new IOException("No such file or directory"),
            JournalNotFoundException.class,
            "No such file or directory"),
        Arguments.of(
            new AccessDeniedException("/data/a.semj"),
            StoragePermissionException.class,
            "permission denied"),
        Arguments.of(
            new FileAlreadyExistsException("/data/a.semj"),
            StorageIoException.class,
            "file exists"),
        Arguments.of(
            new FileNotFoundException("a.semj (Permission denied)"),
            StoragePermissionException.class,
            "a.semj (Permission denied)"),
        Arguments.of(
            refused("Read-only file system"),
            StoragePermissionException.class,
            "Read-only file system"),
        Arguments.of(
            refused("Operation not permitted"),
            StoragePermissionException.class,
            "Operation not permitted"),
        Arguments.of(
            new IOException("No space left on device"),
            InsufficientSpaceException.class,
            "No space left on device"),
        Arguments.of(
            refused("Disk quota exceeded"),
            InsufficientSpaceException.class,
            "Disk quota exceeded"),
        Arguments.of(
            new IOException("Input/output error"), StorageIoException.class, "Input/output error"),
        Arguments.of(
            new ClosedChannelException(), StorageIoException.class, "ClosedChannelException"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldGiveEachFailureItsType(
      IOException failure, Class<? extends StorageException> type, String reason) {
    StorageException typed = StorageErrors.translate(failure, FILE, "append", Locale.ENGLISH);
    assertThat(typed)
        .isExactlyInstanceOf(type)
        .hasMessage(
            "storage operation failed: operation=append, file=/data/a.semj, reason=" + reason)
        .hasCause(failure);
  }

  @Test
  void shouldKnowTheFailuresOfTheRealFileSystem() {
    Path missing = directory.resolve("missing");
    IOException failure = catchThrowableOfType(IOException.class, () -> Files.size(missing));
    assertThat(StorageErrors.translate(failure, missing, "size"))
        .isExactlyInstanceOf(JournalNotFoundException.class);
  }

  @Test
  void shouldAskTheDeviceWhetherItIsFullWhenItsWordsAreForeign() throws IOException {
    Path pseudo = Path.of("/proc/self");
    assumeThat(Files.isDirectory(pseudo)).as("a Linux machine").isTrue();
    assumeThat(Files.getFileStore(pseudo).isReadOnly()).isFalse();
    IOException failure = new IOException("Kein Speicherplatz auf dem Gerät verfügbar");
    assertThat(StorageErrors.translate(failure, pseudo.resolve("x/y"), "append", Locale.GERMAN))
        .isExactlyInstanceOf(InsufficientSpaceException.class);
  }

  @Test
  void shouldTakeForeignWordsAsTransientWhereThereIsRoom() {
    IOException failure = new IOException("Eingabe-/Ausgabefehler");
    assertThat(StorageErrors.translate(failure, directory.resolve("x/y"), "append", Locale.GERMAN))
        .isExactlyInstanceOf(StorageIoException.class);
  }
}
