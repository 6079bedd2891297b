/** {@code semj checkpoint}: what is known of a journal's checkpoints, and a new one. */
package io.semj.tool.checkpoint;
