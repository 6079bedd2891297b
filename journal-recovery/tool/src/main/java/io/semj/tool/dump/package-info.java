/** {@code semj dump}: the bytes of a segment, and what each of them means. */
package io.semj.tool.dump;
