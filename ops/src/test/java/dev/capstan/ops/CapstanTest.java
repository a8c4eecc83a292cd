package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CapstanTest {
  /**
   * The same on scalar and on vector kernels, on every JDK: a change of it is a change of results.
   */
  @Test
  void fingerprintIsOneEverywhere() {
    assertEquals("45d5fbd68a246ca4", Capstan.fingerprint());
  }

  @Test
  void saysHowItComputes() {
    assertEquals(System.getProperty("capstan.kernels", "scalar"), Capstan.kernels());
    String said = Capstan.description();
    assertTrue(said.contains(Capstan.kernels() + " kernels, fingerprint"), said);
    assertTrue(said.startsWith("capstan " + Capstan.version()), said);
  }
}
