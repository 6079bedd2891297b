package io.semj.event;

/**
 * What an event says about the system. Numbers are unsigned.
 *
 * @param load the load, 0 if not set
 * @param memoryUsage bytes of memory in use, 0 if not set
 * @param ioPressure pressure on input and output, 0 if not set
 */
public record SystemContext(int load, long memoryUsage, int ioPressure) {}
