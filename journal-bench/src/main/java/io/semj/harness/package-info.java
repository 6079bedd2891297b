/** Programs that break a running journal on purpose, and check what it promised. */
package io.semj.harness;
