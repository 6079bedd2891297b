/**
 * {@code semj}, the command: looks into journals, fills them, proves and mends them. A thin shell
 * over the libraries: each verb takes its streams and returns an exit code.
 */
package io.semj.tool;
