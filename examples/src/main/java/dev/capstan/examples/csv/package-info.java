/** The commands for one's own tables: from a CSV to nearest neighbours. */
@NullMarked
package dev.capstan.examples.csv;

import org.jspecify.annotations.NullMarked;
