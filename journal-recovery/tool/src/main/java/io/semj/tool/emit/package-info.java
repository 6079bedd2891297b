/** {@code semj emit}: events from standard input into a journal. */
package io.semj.tool.emit;
