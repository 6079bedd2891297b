package io.semj.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.semj.core.JournalReader;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeJournalTest {
  /** SHA-256 of "abc", from FIPS 180-4. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path temporary;
  private Path tree;
  private Path journal;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @BeforeEach
  void plant() throws IOException {
    tree = Files.createDirectories(temporary.resolve("tree"));
    journal = temporary.resolve("journal");
    Files.writeString(tree.resolve("abc"), "abc");
    Files.createDirectories(tree.resolve("sub/empty"));
    Files.writeString(tree.resolve("sub/two words.txt"), "a name with a space");
  }

  private int run(Path... args) {
    String[] texts = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      texts[i] = args[i].toString();
    }
    return TreeJournal.run(out, new Progress(out, false), texts);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Map<String, SemanticEvent> readBack() throws IOException {
    Map<String, SemanticEvent> events = new TreeMap<>();
    try (JournalReader reader = JournalReader.open(journal, 1)) {
      for (SemanticEvent event = reader.next(); event != null; event = reader.next()) {
        events.put(tree.toRealPath().relativize(Path.of(event.path())).toString(), event);
      }
    }
    return events;
  }

  @Test
  void shouldJournalEveryFileAndDirectoryAndProveIt() throws IOException {
    assertThat(run(tree, journal)).isZero();
    assertThat(printed())
        .contains("5: 2 files, 3 directories, 0 links")
        .contains("unreadable  0")
        .contains("sound: every checksum, the chain and all sequences")
        .contains("all 5 events are what was emitted")
        .contains("journal     " + journal.toRealPath());
    assertThat(readBack()).containsOnlyKeys("", "abc", "sub", "sub/empty", "sub/two words.txt");
  }

  @Test
  void shouldSayOfAFileWhatTheFileSystemSays() throws IOException {
    run(tree, journal);
    SemanticEvent file = readBack().get("abc");
    assertThat(file.type()).contains(EventType.FILESYSTEM_CREATE);
    assertThat(HexFormat.of().formatHex(file.payload())).isEqualTo(ABC);
    assertThat(file.metadataText()).isEqualTo("{\"size\":3}");
    assertThat(file.filesystem().fileType()).isEqualTo(FileFacts.S_IFREG);
    assumeTrue(tree.getFileSystem().supportedFileAttributeViews().contains("unix"));
    assertThat(file.filesystem().inodeNumber())
        .isEqualTo(Files.getAttribute(tree.resolve("abc"), "unix:ino"));
    SemanticEvent directory = readBack().get("sub");
    assertThat(directory.type()).contains(EventType.FILESYSTEM_MKDIR);
    assertThat(directory.filesystem().fileType()).isEqualTo(FileFacts.S_IFDIR);
  }

  @Test
  void shouldJournalANameThatIsNotAscii() throws IOException {
    String name = "gr\u00f6\u00dfe.txt";
    boolean possible =
        Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name);
    assumeTrue(possible, "the locale has no such letters");
    Files.writeString(tree.resolve(name), "size");
    assertThat(run(tree, journal)).isZero();
    assertThat(readBack()).hasSize(6).containsKey(name);
  }

  @Test
  void shouldJournalALinkAndNotWhatItPointsTo() throws IOException {
    Files.createSymbolicLink(tree.resolve("loop"), tree);
    Files.createSymbolicLink(tree.resolve("nowhere"), Path.of("abc-of-old"));
    assertThat(run(tree, journal)).isZero();
    SemanticEvent link = readBack().get("loop");
    assertThat(link.type()).contains(EventType.FILESYSTEM_SYMLINK);
    assertThat(link.filesystem().fileType()).isEqualTo(FileFacts.S_IFLNK);
    assertThat(readBack()).hasSize(7).containsKey("nowhere");
  }

  @Test
  void shouldLeaveOutItsOwnJournalWhenThatIsInTheTree() throws IOException {
    journal = tree.resolve("journal");
    assertThat(run(tree, journal)).isZero();
    assertThat(readBack()).hasSize(5);
  }

  @Test
  void shouldCountAndNameWhatItCannotReadAndGoOn() throws IOException {
    Path secret = Files.writeString(tree.resolve("secret"), "for others");
    assumeTrue(tree.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(secret), "root reads everything");
    assertThat(run(tree, journal)).isZero();
    assertThat(printed()).contains("unreadable  1", secret.getFileName().toString());
    assertThat(readBack()).hasSize(5);
  }

  @Test
  void shouldRefuseATreeThatIsNotThere() {
    assertThat(run(temporary.resolve("none"))).isEqualTo(2);
    assertThat(printed()).contains("no such directory: tree=");
  }

  @Test
  void shouldRefuseAJournalDirectoryWithSomethingInIt() {
    assertThat(run(tree, journal)).isZero();
    assertThat(run(tree, journal)).isEqualTo(2);
    assertThat(printed()).contains("directory is not empty: journal=");
  }
}
