/** The main job: learns an embedding of a real data set, and says how good it is. */
@NullMarked
package dev.capstan.examples.train;

import org.jspecify.annotations.NullMarked;
