package io.semj.suite.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.semj.suite.subject.SubjectInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run found.
 *
 * @param form of the run
 * @param machine facts by name
 * @param subjects all of them, also those that did not run
 * @param samples of all rounds
 */
public record Results(
    String form, Map<String, String> machine, List<SubjectInfo> subjects, List<Sample> samples) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Makes them unmodifiable. */
  public Results {
    machine = new LinkedHashMap<>(machine);
    subjects = List.copyOf(subjects);
    samples = List.copyOf(samples);
  }

  /**
   * Reads results.
   *
   * @param file that {@link #write} wrote
   * @throws IOException when it cannot be read, or holds something else
   */
  public static Results read(Path file) throws IOException {
    return JSON.readValue(Files.readAllBytes(file), Results.class);
  }

  /**
   * Writes them as JSON. Whatever was in the file stays there until all of it is written.
   *
   * @param file to be made or replaced
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, JSON.writeValueAsBytes(this));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * These and what a run on the same machine found of other measures.
   *
   * @param other results
   */
  public Results plus(Results other) {
    Map<String, SubjectInfo> all = new LinkedHashMap<>();
    subjects.forEach(subject -> all.put(subject.name(), subject));
    for (SubjectInfo subject : other.subjects) {
      all.merge(subject.name(), subject, (a, b) -> a.available() ? a : b);
    }
    List<Sample> both = new ArrayList<>(samples);
    both.addAll(other.samples);
    return new Results(form, machine, List.copyOf(all.values()), both);
  }
}
