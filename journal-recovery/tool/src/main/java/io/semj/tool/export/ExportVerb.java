package io.semj.tool.export;

import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.tool.ExitCode;
import io.semj.tool.JournalPlace;
import io.semj.tool.Terminal;
import io.semj.tool.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code semj export}. */
@Command(
    name = "export",
    customSynopsis = {
      "semj export [--key FILE] DIR OUT",
      "semj export --verify [--public-key FILE] [DIR] OUT"
    },
    description = {
      "Writes the events of a journal as JSON lines to OUT/events.jsonl, and a manifest with the"
          + " digests of that file and of every segment to OUT/manifest.json; with --key also its"
          + " signature.",
      "With --verify, holds an export against its manifest instead, and the journal too when DIR"
          + " is given."
    })
public final class ExportVerb extends Verb {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "DIR OUT",
      description = "Directory of the journal, and the one to export to, which is made.")
  private List<Path> places;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Ed25519 private key, PKCS#8 in PEM, to sign the manifest with.")
  private Path key;

  @Option(names = "--verify", description = "Check an export instead of making one.")
  private boolean verify;

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "Ed25519 public key in PEM, to check the signature with.")
  private Path publicKey;

  /**
   * The verb.
   *
   * @param terminal where it reads from and prints to
   */
  public ExportVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    return verify ? verify() : export();
  }

  private int export() {
    if (places.size() != 2) {
      throw new ParameterException(spec.commandLine(), "DIR and OUT are both needed");
    }
    if (publicKey != null) {
      throw new ParameterException(spec.commandLine(), "--public-key is of use to --verify only");
    }
    JournalDirectory journal = JournalPlace.require(places.get(0));
    JournalPlace.requireNoFile(places.get(1));
    Optional<PrivateKey> signer = Optional.ofNullable(key).map(Keys::privateKey);
    ExportFiles files = new ExportFiles(places.get(1));
    makeEmpty(files.directory());
    long events = new Exporter(journal, files).export(signer);
    out()
        .format(
            "exported %,d events to %s, %s",
            events,
            Terminal.oneLine(files.directory().toString()),
            signer.isPresent() ? "signed" : "NOT SIGNED: there was no --key");
    return ExitCode.OK;
  }

  private void makeEmpty(Path directory) {
    try {
      Files.createDirectories(directory);
      try (Stream<Path> files = Files.list(directory)) {
        if (files.findAny().isPresent()) {
          throw new ParameterException(
              spec.commandLine(), "directory to export to is not empty: path=" + directory);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          StorageErrors.translate(e, directory, "create directory").getMessage(), e);
    }
  }

  private int verify() {
    if (key != null) {
      throw new ParameterException(spec.commandLine(), "--key is of no use to --verify");
    }
    ExportFiles files = new ExportFiles(places.get(places.size() - 1));
    ExportCheck check = new ExportCheck(files);
    Optional<Path> journal = places.size() == 2 ? Optional.of(places.get(0)) : Optional.empty();
    check.check(Optional.ofNullable(publicKey).map(Keys::publicKey), journal);
    check.good().forEach(what -> out().line("good  " + Terminal.oneLine(what)));
    check.bad().forEach(what -> out().line("BAD   " + Terminal.oneLine(what)));
    if (publicKey == null) {
      out().line("the signature was not checked: there was no --public-key");
    }
    return check.bad().isEmpty() ? ExitCode.OK : ExitCode.DAMAGED;
  }

  @Override
  protected int exitCodeOf(RuntimeException failure) {
    return failure instanceof UncheckedIOException && !verify
        ? ExitCode.FAILED
        : super.exitCodeOf(failure);
  }
}
