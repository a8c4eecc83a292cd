package dev.capstan.benchmarks.workload;

import java.util.Locale;

/** What a workload computes. The sizes of a {@link Workload} mean what is said here. */
public enum Kind {
  /** [n]: n operations on one element, x·y and x+y in turn, forward and backward. */
  SCALAR_CHAIN,
  /** [n, m]: n elementwise operations on m elements, forward and backward. */
  VECTOR_CHAIN,
  /** [B, D]: PyTorch's triplet margin loss with its defaults, and three gradients. */
  TRIPLET,
  /** [B, D]: mean(relu(‖a − p‖ − ‖a − n‖ + 1)) from single operations, and three gradients. */
  TRIPLET_BY_HAND,
  /** [B, D]: the same where a, p and n are parameters, with a step of gradient descent. */
  TRIPLET_STEP,
  /** [B, D]: TensorFlow Addons' semi-hard triplet loss and its gradient; B/8 classes. */
  SEMI_HARD,
  /** [B, C]: PyTorch's multi-margin loss and its gradient. */
  MULTI_MARGIN,
  /** [in, hidden, out, B]: two linear layers, relu between them, semi-hard loss, Adam. */
  TRAINING_STEP,
  /**
   * [rows, D, B]: B rows of a table moved towards a target by gradient descent; the batches take
   * turns, and a batch mentions some rows twice.
   */
  LOOKUP_STEP,
  /**
   * [layers, hidden, heads, inner, B, T]: an encoder of the BERT family over B texts of T pieces,
   * its 30,522 pieces and 512 positions drawn like all other weights.
   */
  ENCODER,
  /** The same sizes: the mean of each text's vectors, moved towards a target by AdamW. */
  ENCODER_STEP,
  /** [hidden, heads, inner, B, T]: one layer of an encoder, and the gradients of all it reads. */
  TRANSFORMER,
  /** [side, c₁, c₂, classes, B]: two convolutions with relu and pooling, a linear layer, Adam. */
  CONV_STEP,
  /** [rows, D, classes, B, T]: the mean of T words, a linear layer, gradient descent. */
  BAG_STEP,
  /** [n]: A B. */
  MATMUL,
  /** [n]: Aᵀ B. */
  MATMUL_AT,
  /** [n]: A Bᵀ. */
  MATMUL_BT,
  /** [n]: x + y. */
  ADD,
  /** [n]. */
  EXP,
  /** [n]. */
  TANH,
  /** [n]: the sum of all elements. */
  SUM,
  /** [n]: the largest of all elements. */
  MAX,
  /** [rows, columns]: softmax along each row. */
  SOFTMAX,
  /** [rows, columns]: each row normalised, with weight and bias. */
  LAYER_NORM;

  /** Whether it is a whole network, which is set against PyTorch from Python. */
  public boolean network() {
    return switch (this) {
      case ENCODER, ENCODER_STEP, TRANSFORMER, CONV_STEP, BAG_STEP -> true;
      default -> false;
    };
  }

  /** Kinds that a quick run puts into one JVM: they share what the compiler learns. */
  public String family() {
    return switch (this) {
      case SCALAR_CHAIN, VECTOR_CHAIN -> "chains";
      case TRIPLET, TRIPLET_BY_HAND, TRIPLET_STEP -> "triplets";
      case SEMI_HARD, MULTI_MARGIN -> "other losses";
      case TRAINING_STEP, LOOKUP_STEP -> "steps";
      case MATMUL, MATMUL_AT, MATMUL_BT -> "products";
      case ENCODER, ENCODER_STEP, TRANSFORMER, CONV_STEP, BAG_STEP -> "networks";
      default -> "passes";
    };
  }

  /** How the kind is called in tables. */
  public String title() {
    return switch (this) {
      case SCALAR_CHAIN -> "chain of one-element ops";
      case VECTOR_CHAIN -> "chain of elementwise ops";
      case TRIPLET -> "TripletMarginLoss";
      case TRIPLET_BY_HAND -> "triplet loss by hand";
      case TRIPLET_STEP -> "triplet loss by hand, SGD step";
      case SEMI_HARD -> "semi-hard triplet loss";
      case MULTI_MARGIN -> "MultiMarginLoss";
      case TRAINING_STEP -> "training step";
      case LOOKUP_STEP -> "look-up step";
      case ENCODER -> "encoder";
      case ENCODER_STEP -> "encoder, AdamW step";
      case TRANSFORMER -> "transformer layer, gradients";
      case CONV_STEP -> "conv net, Adam step";
      case BAG_STEP -> "bags of words, SGD step";
      case MATMUL -> "matmul AB";
      case MATMUL_AT -> "matmul AᵀB";
      case MATMUL_BT -> "matmul ABᵀ";
      case SOFTMAX -> "row softmax";
      case LAYER_NORM -> "layerNorm";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }
}
