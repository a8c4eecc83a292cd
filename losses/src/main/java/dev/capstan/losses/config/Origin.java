package dev.capstan.losses.config;

/**
 * Whose form of a loss it is, told by what stands before its name. A component of such an enum has
 * no key: the name says it.
 */
public interface Origin {

  /**
   * What stands before the name.
   *
   * @param system the one that {@link Named} gives
   */
  String prefix(String system);
}
