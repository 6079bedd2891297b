/** Results of the suite: kept, summed up, compared, and drawn. */
package io.semj.suite.report;
