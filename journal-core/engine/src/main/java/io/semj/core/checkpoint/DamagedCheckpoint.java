package io.semj.core.checkpoint;

import io.semj.error.JournalException;
import java.nio.file.Path;

/**
 * A checkpoint file that cannot be used.
 *
 * @param file the file
 * @param reason what is wrong with it: damage, another version, or that it cannot be read
 */
public record DamagedCheckpoint(Path file, JournalException reason) {}
