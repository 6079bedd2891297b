package io.semj.suite;

import io.semj.suite.report.Csv;
import io.semj.suite.report.HtmlReport;
import io.semj.suite.report.Results;
import io.semj.suite.report.Summary;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the report of results that are there: of several runs on the same machine, say, each of
 * other measures.
 *
 * <p>Arguments: the directory to write to, and one or more files of results.
 */
public final class Report {
  private Report() {}

  /**
   * Reads and writes.
   *
   * @param args a directory and files
   * @throws IOException when one cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException("a directory and files of results are needed");
    }
    Results results = Results.read(Path.of(args[1]));
    for (int i = 2; i < args.length; i++) {
      results = results.plus(Results.read(Path.of(args[i])));
    }
    write(System.out, results, Path.of(args[0]));
  }

  static void write(PrintStream out, Results results, Path directory) throws IOException {
    Files.createDirectories(directory);
    Summary summary = new Summary(results);
    results.write(directory.resolve("results.json"));
    Files.writeString(directory.resolve("results.csv"), Csv.of(summary));
    Path page = directory.resolve("report.html");
    Files.writeString(page, new HtmlReport(summary).toString());
    out.printf("report: %s, with results.json and results.csv beside it%n", page);
  }
}
