/** {@code semj export}: events and proof of what they were, for somebody without SEMJ. */
package io.semj.tool.export;
