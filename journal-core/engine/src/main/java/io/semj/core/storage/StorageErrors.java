package io.semj.core.storage;

import io.semj.error.InsufficientSpaceException;
import io.semj.error.JournalNotFoundException;
import io.semj.error.StorageException;
import io.semj.error.StorageIoException;
import io.semj.error.StoragePermissionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gives failures of the file system the type that tells the caller what to do. */
public final class StorageErrors {
  /** The JDK tells most reasons in the operating system's words only. */
  private static final List<String> NO_SPACE =
      List.of("no space left", "disk quota exceeded", "not enough space");

  private static final List<String> DENIED =
      List.of("read-only file system", "permission denied", "operation not permitted");

  private static final List<String> NOT_FOUND = List.of("no such file or directory");

  /** What the JDK tells by the type alone, in words. */
  private static final Map<Class<? extends IOException>, String> WORDS =
      Map.of(
          AccessDeniedException.class, "permission denied",
          NoSuchFileException.class, "no such file or directory",
          FileAlreadyExistsException.class, "file exists",
          NotDirectoryException.class, "not a directory",
          DirectoryNotEmptyException.class, "directory not empty");

  /** With less than this a device counts as full where its words are not understood. */
  private static final long HARDLY_ANY_BYTES = 4_096;

  private StorageErrors() {}

  /**
   * The typed form of a failure.
   *
   * @param failure as the JDK threw it; the cause of what is returned
   * @param file that was used
   * @param operation what was done, in a word or two
   * @return {@link JournalNotFoundException}, {@link StoragePermissionException}, {@link
   *     InsufficientSpaceException}, or {@link StorageIoException} for all that may pass by itself
   */
  public static StorageException translate(IOException failure, Path file, String operation) {
    return translate(failure, file, operation, Locale.getDefault(Locale.Category.DISPLAY));
  }

  static StorageException translate(
      IOException failure, Path file, String operation, Locale locale) {
    String reason = reasonOf(failure);
    String message =
        "storage operation failed: operation="
            + operation
            + ", file="
            + file
            + ", reason="
            + reason;
    if (says(reason, NO_SPACE)) {
      return new InsufficientSpaceException(message, failure);
    }
    if (failure instanceof AccessDeniedException || says(reason, DENIED)) {
      return new StoragePermissionException(message, failure);
    }
    if (failure instanceof NoSuchFileException
        || failure instanceof FileNotFoundException
        || says(reason, NOT_FOUND)) {
      return new JournalNotFoundException(message, failure);
    }
    // The operating system speaks the user's language: then its words say nothing to us.
    return Locale.ENGLISH.getLanguage().equals(locale.getLanguage())
        ? new StorageIoException(message, failure)
        : ask(file, message, failure);
  }

  private static String reasonOf(IOException failure) {
    String reason = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
    return reason == null
        ? WORDS.getOrDefault(failure.getClass(), failure.getClass().getSimpleName())
        : reason;
  }

  private static boolean says(String reason, List<String> words) {
    String lower = reason.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lower::contains);
  }

  /** Asks the device itself whether it is full or read-only. */
  private static StorageException ask(Path file, String message, IOException failure) {
    try {
      Path place = file.toAbsolutePath();
      while (!Files.exists(place) && place.getParent() != null) {
        place = place.getParent();
      }
      FileStore store = Files.getFileStore(place);
      if (store.isReadOnly()) {
        return new StoragePermissionException(message, failure);
      }
      if (store.getUsableSpace() < HARDLY_ANY_BYTES) {
        return new InsufficientSpaceException(message, failure);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return new StorageIoException(message, failure);
  }
}
