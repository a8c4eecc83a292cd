/** The engine: a tape of recorded operations, walked backwards. Depends on the JDK alone. */
module dev.capstan.autograd {
  requires static transitive org.jspecify;

  exports dev.capstan.autograd;
  exports dev.capstan.autograd.check;
}
