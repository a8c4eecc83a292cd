package dev.capstan.examples.fingerprint;

/** One line: a name, and what it is made of. */
record Row(String name, Computation computation) {

  /** Adds its results. */
  interface Computation {
    void addTo(Bits bits) throws Exception;
  }

  String hash() throws Exception {
    Bits bits = new Bits();
    computation.addTo(bits);
    return bits.toString();
  }
}
