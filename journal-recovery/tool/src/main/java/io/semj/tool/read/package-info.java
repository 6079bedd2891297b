/** {@code semj cat} and {@code tail}: events out of a journal, for people or machines. */
package io.semj.tool.read;
