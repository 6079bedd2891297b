/** {@code semj query}, {@code agg}, {@code index} and {@code causality}: what indexes serve. */
package io.semj.tool.ask;
