/** The event model: what an event says, how one is built, and the kernel's form of it. */
package io.semj.event;
