/** What the packages of this module share, and nobody else calls. */
@NullMarked
package dev.capstan.text.internal;

import org.jspecify.annotations.NullMarked;
