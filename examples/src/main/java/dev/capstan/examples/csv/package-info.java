/** The commands for one's own tables and pictures: from files to nearest neighbours. */
@NullMarked
package dev.capstan.examples.csv;

import org.jspecify.annotations.NullMarked;
