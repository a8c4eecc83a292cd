package dev.capstan.testkit.mutation;

import dev.capstan.ops.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways in which a right rule is made wrong; each answers null where it does not apply. */
public enum RuleFault {
  SIGN("wrong sign") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      return r.like(i -> -r.at(i));
    }
  },
  FACTOR_2("factor 2") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      return r.like(i -> 2 * r.at(i));
    }
  },
  FACTOR_1_N("factor 1/N") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      int n = Math.max(r.size(), c.g().size());
      return n < 2 ? null : r.like(i -> r.at(i) / n);
    }
  },
  DETACHED("zero") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      return c.right().like(i -> 0);
    }
  },
  BROADCAST_NOT_UNDONE("dropped un-broadcast") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      return c.stretched() ? c.unsummed() : null;
    }
  },
  BROADCAST_LAST_SLICE("missing accumulation over a broadcast") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      int last = c.g().size() - c.right().size();
      return c.stretched() ? c.right(j -> j >= last ? c.g().at(j) : 0) : null;
    }
  },
  CONTRIBUTION_DROPPED("a contribution dropped") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      return c.g().size() < 2 ? null : c.right(j -> j == 0 ? 0 : c.g().at(j));
    }
  },
  CONTRIBUTION_TWICE("a contribution counted twice") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      return c.g().size() < 2 ? null : c.right(j -> j == 0 ? 2 * c.g().at(0) : c.g().at(j));
    }
  },
  TRANSPOSED("transposed") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      return RuleCall.transposed(c.right());
    }
  },
  INDEX_ROLLED("a wrong index in the result") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      return r.size() < 2 ? null : r.like(i -> r.at((i + 1) % r.size()));
    }
  },
  COTANGENT_ROLLED("a wrong index in the gradient") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      int n = c.g().size();
      return n < 2 ? null : c.right(j -> c.g().at((j + 1) % n));
    }
  },
  COTANGENT_IGNORED("the gradient ignored") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      return c.right(j -> 1);
    }
  },
  COTANGENT_SQUARED("the gradient squared") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      return c.right(j -> c.g().at(j) * c.g().at(j));
    }
  },
  INPUT_TOO_MANY("times the input once too often") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      return r.like(i -> r.at(i) * c.input().at(i));
    }
  },
  EPSILON("a misplaced epsilon") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      return r.like(i -> r.at(i) * (1 - EPS / (EPS + Math.abs(c.input().at(i)))));
    }
  },
  OFFSET("a constant offset") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      return r.like(i -> r.at(i) + EPS);
    }
  },
  ELEMENT_ZEROED("one element zero") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      return r.like(i -> i == r.size() - 1 ? 0 : r.at(i));
    }
  },
  SLIGHTLY("one part in 100,000 too much") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      return r.like(i -> r.at(i) * (1 + 1e-5));
    }
  },
  PARTLY("factor 2 where the input is positive") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      Tensor r = c.right();
      return r.like(i -> c.input().at(i) > 0 ? 2 * r.at(i) : r.at(i));
    }
  },
  RULES_SWAPPED("the rule of another input") {
    @Override
    @Nullable Tensor spoilt(RuleCall c) {
      List<@Nullable Tensor> all = c.all();
      for (int k = 0; k < all.size(); k++) {
        Tensor other = all.get(k);
        if (k != c.slot() && other != null && other.sameForm(c.right())) {
          return other;
        }
      }
      return null;
    }
  };

  /** An epsilon as people put into denominators. */
  private static final double EPS = 1e-3;

  private final String text;

  RuleFault(String text) {
    this.text = text;
  }

  /** What the rule gives with this fault; null if the fault cannot be made here. */
  abstract @Nullable Tensor spoilt(RuleCall call);

  @Override
  public String toString() {
    return text;
  }
}
