package io.semj.suite.subject;

import java.util.List;
import java.util.Set;

/**
 * What the report says of a subject, and what the suite must know to start it.
 *
 * @param name short, in lower case, the key in results
 * @param title for people, with its version
 * @param family which side of a ratio it stands on
 * @param settings what it was run with and why
 * @param jvmFlags what its JVM needs
 * @param abilities what can be measured of it
 * @param backgroundThreads how many threads of its own are busy while events come
 * @param unavailable why it cannot run here; empty when it can
 */
public record SubjectInfo(
    String name,
    String title,
    Family family,
    String settings,
    List<String> jvmFlags,
    Set<Ability> abilities,
    int backgroundThreads,
    String unavailable) {

  /**
   * A subject that runs everywhere, without flags.
   *
   * @param name the key
   * @param title for people
   * @param family its side
   * @param settings what it was run with
   * @param abilities what it can do
   * @param backgroundThreads its own busy threads
   */
  public static SubjectInfo of(
      String name,
      String title,
      Family family,
      String settings,
      Set<Ability> abilities,
      int backgroundThreads) {
    return new SubjectInfo(
        name, title, family, settings, List.of(), abilities, backgroundThreads, "");
  }

  /**
   * The same, with flags.
   *
   * @param flags for its JVM
   */
  public SubjectInfo withFlags(List<String> flags) {
    return new SubjectInfo(
        name, title, family, settings, flags, abilities, backgroundThreads, unavailable);
  }

  /**
   * The same, but it cannot run.
   *
   * @param reason that is reported
   */
  public SubjectInfo notHere(String reason) {
    return new SubjectInfo(
        name, title, family, settings, jvmFlags, abilities, backgroundThreads, reason);
  }

  /** Whether it can run here. */
  public boolean available() {
    return unavailable.isEmpty();
  }

  /**
   * Whether it can do something.
   *
   * @param ability asked for
   */
  public boolean can(Ability ability) {
    return abilities.contains(ability);
  }
}
