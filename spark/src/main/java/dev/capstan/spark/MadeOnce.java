package dev.capstan.spark;

import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a process makes of the bytes that it was sent: once, for all its tasks, which may share it.
 * It does not travel.
 */
final class MadeOnce<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private transient volatile @Nullable T made;

  /** How it is made. */
  interface Maker<T> {
    T make() throws IOException;
  }

  T get(Maker<T> maker) throws IOException {
    T there = made;
    if (there == null) {
      synchronized (this) {
        there = made;
        if (there == null) {
          there = maker.make();
          made = there;
        }
      }
    }
    return there;
  }
}
