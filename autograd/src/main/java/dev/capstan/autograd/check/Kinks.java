package dev.capstan.autograd.check;

/** What an element at a kink means to a check. */
public enum Kinks {
  /** It is counted apart, and shown only in the counts. */
  ACCEPT,
  /** It is counted apart and listed. */
  REPORT,
  /** It fails the check. */
  FAIL
}
