/** The page that a training run leaves behind. */
@NullMarked
package dev.capstan.examples.report;

import org.jspecify.annotations.NullMarked;
