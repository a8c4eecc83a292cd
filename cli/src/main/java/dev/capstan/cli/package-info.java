/** The commands for one's own tables: from a CSV to nearest neighbours. */
@NullMarked
package dev.capstan.cli;

import org.jspecify.annotations.NullMarked;
