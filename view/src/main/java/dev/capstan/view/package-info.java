/**
 * A tape that can be read: what was computed, and how its gradients come about.
 *
 * <p>{@link dev.capstan.view.Explain} is the way in. {@code Story} asks the tape, with the public
 * methods that every user has, and {@code Differences} and {@code Trouble} look closer; {@code
 * StoryText}, {@code StoryPage} (with {@code Folds} and {@code Layout}) and {@code StoryGraph} tell
 * it.
 */
@NullMarked
package dev.capstan.view;

import org.jspecify.annotations.NullMarked;
