package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Origin;

/** Whose loss it is, where PyTorch and MindSpore each have one of that name. */
public enum Convention implements Origin {
  /** As PyTorch, but the mean of an empty batch is 0. */
  SAFE(""),
  /** PyTorch 2.15. */
  TORCH("torch_"),
  /** MindSpore 2.10. */
  MIND_SPORE("mindspore_");

  private final String prefix;

  Convention(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public String prefix(String system) {
    requireNonNull(system, "system");
    return prefix;
  }

  Variant variant() {
    return this == SAFE ? Variant.SAFE : Variant.FAITHFUL;
  }
}
