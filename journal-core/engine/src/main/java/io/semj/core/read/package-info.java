/** Walking over the blocks of all segments of a journal. Internal. */
package io.semj.core.read;
