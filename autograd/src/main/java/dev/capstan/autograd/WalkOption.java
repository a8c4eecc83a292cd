package dev.capstan.autograd;

/** How a backward walk goes. */
public enum WalkOption {
  /** Recording goes on while the rules run, so that the gradients can be differentiated again. */
  CREATE_GRAPH,
  /** Keeps the gradient of every node, not only of the watched ones. */
  KEEP_ALL
}
