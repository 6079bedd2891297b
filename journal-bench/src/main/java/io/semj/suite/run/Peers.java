package io.semj.suite.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semj.bench.ChildJvm;
import io.semj.suite.measure.SuiteChild;
import io.semj.suite.subject.Family;
import io.semj.suite.subject.Subject;
import io.semj.suite.subject.SubjectInfo;
import io.semj.suite.subject.Subjects;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the peers' jars are, and what they offer. Without the jars every expected peer is there
 * with the reason why it does not run.
 */
public final class Peers {
  private static final String NOT_BUILT =
      "its jars are not there; build them with mvn -Ppeers package, and see the option --peers";

  private final Path jars;

  /**
   * Peers of a directory.
   *
   * @param jars the directory with the jars, which need not exist
   */
  public Peers(Path jars) {
    this.jars = jars;
  }

  /** Where the build puts them: beside the jar that this program runs from. */
  static Path usualPlace() {
    Path first = Path.of(ChildJvm.classPath().split(File.pathSeparator, 2)[0]).toAbsolutePath();
    Path module = first.getParent() == null ? first : first.getParent().resolveSibling("peers");
    return module.resolve("target").resolve("jars");
  }

  private boolean areThere() {
    return Files.isDirectory(jars);
  }

  /** The class path of a subject's JVM: peers' first, since theirs may need newer versions. */
  String classPath(SubjectInfo subject) {
    return subject.family() == Family.PEER && areThere()
        ? jars + File.separator + "*" + File.pathSeparator + ChildJvm.classPath()
        : ChildJvm.classPath();
  }

  /** The flags of a subject's JVM; native libraries of peers are beside their jars. */
  List<String> flags(SubjectInfo subject) {
    List<String> flags = new ArrayList<>(subject.jvmFlags());
    if (subject.family() == Family.PEER && areThere()) {
      flags.add(libraryPath());
    }
    return flags;
  }

  private String libraryPath() {
    return "-Djava.library.path=" + jars.resolve("native");
  }

  /**
   * All subjects: those of this class path, the peers that are there, and those that are not.
   *
   * @param errors where the asked JVM's standard error goes
   * @throws IOException when the peers' JVM cannot be started
   */
  List<SubjectInfo> subjects(Redirect errors) throws IOException {
    List<SubjectInfo> all = new ArrayList<>(areThere() ? asked(errors) : own());
    Set<String> names = all.stream().map(SubjectInfo::name).collect(Collectors.toSet());
    Subjects.EXPECTED_PEERS.entrySet().stream()
        .filter(peer -> !names.contains(peer.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            peer ->
                all.add(
                    SubjectInfo.of(peer.getKey(), peer.getValue(), Family.PEER, "", Set.of(), 0)
                        .notHere(NOT_BUILT)));
    return all;
  }

  private static List<SubjectInfo> own() {
    return Subjects.all().stream().map(Subject::info).toList();
  }

  private List<SubjectInfo> asked(Redirect errors) throws IOException {
    String path = jars + File.separator + "*" + File.pathSeparator + ChildJvm.classPath();
    try (ChildJvm child = ChildJvm.start(SuiteChild.class, List.of(libraryPath()), path, errors)) {
      return new ObjectMapper().readValue(child.await(), new TypeReference<List<SubjectInfo>>() {});
    }
  }
}
