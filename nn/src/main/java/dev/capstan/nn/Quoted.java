package dev.capstan.nn;

/** What others named, as a message quotes it: short, however long it is. */
final class Quoted {
  private static final int MOST = 60;

  private Quoted() {}

  static String of(String name) {
    return "'" + shortened(name) + "'";
  }

  static String shortened(String name) {
    return name.length() <= MOST ? name : name.substring(0, MOST) + "…";
  }
}
