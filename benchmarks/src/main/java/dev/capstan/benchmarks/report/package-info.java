/**
 * What is kept of a run and how it is told: {@link dev.capstan.benchmarks.report.Results} as lines
 * of JSON, of which {@link dev.capstan.benchmarks.report.Document} makes a page at any time.
 */
@NullMarked
package dev.capstan.benchmarks.report;

import org.jspecify.annotations.NullMarked;
