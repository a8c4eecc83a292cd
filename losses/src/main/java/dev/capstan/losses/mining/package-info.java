/** Mining: which pairs and triplets of a batch a loss looks at. It reads values, never the tape. */
@NullMarked
package dev.capstan.losses.mining;

import org.jspecify.annotations.NullMarked;
