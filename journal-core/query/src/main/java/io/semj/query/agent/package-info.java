/**
 * Agents that ask a journal: each is registered with a mask of what it may see and with limits, and
 * every answer that it gets is made of events that its mask lets through, as if there were no
 * others.
 */
package io.semj.query.agent;
