package io.semj.tool;

import java.util.ArrayList;
import java.util.List;

/** Lines whose columns stand under each other. Columns of numbers are aligned to the right. */
public final class TextTable {
  private static final String GAP = "  ";
  private static final String NUMBER = "[-+]?[\\d,.]+%?";

  private final List<String[]> rows = new ArrayList<>();

  /**
   * A table with a line of titles.
   *
   * @param titles of the columns
   */
  public TextTable(String... titles) {
    rows.add(titles);
  }

  /**
   * Adds a line.
   *
   * @param cells one for each column
   * @return this
   */
  public TextTable row(String... cells) {
    String[] safe = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      safe[i] = Terminal.oneLine(cells[i]);
    }
    rows.add(safe);
    return this;
  }

  /**
   * Prints all lines.
   *
   * @param out where to
   */
  public void print(Output out) {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      numbers[column] = rows.size() > 1;
      for (int row = 0; row < rows.size(); row++) {
        String cell = rows.get(row)[column];
        widths[column] = Math.max(widths[column], cell.length());
        numbers[column] &= row == 0 || cell.isEmpty() || cell.matches(NUMBER);
      }
    }
    for (String[] row : rows) {
      out.line(line(row, widths, numbers));
    }
  }

  private static String line(String[] row, int[] widths, boolean[] numbers) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      String padding = " ".repeat(widths[column] - row[column].length());
      line.append(column == 0 ? "" : GAP);
      line.append(numbers[column] ? padding + row[column] : row[column] + padding);
    }
    return line.toString().stripTrailing();
  }
}
