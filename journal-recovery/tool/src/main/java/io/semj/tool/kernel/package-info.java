/** {@code semj kernel}: kernel events as JSON, and between kernel journals and journals. */
package io.semj.tool.kernel;
