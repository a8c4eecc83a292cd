package dev.capstan.nn.io;

import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How a file stores a number. Types that we do not compute with are widened to the next that holds
 * all their values: halves, bytes, shorts and booleans to float32, integers of 32 and 64 bit to
 * float64; an integer of 64 bit that is no double is refused.
 */
enum StoredType {
  F64(8, DType.FLOAT64) {
    @Override
    double next(ByteBuffer in) {
      return in.getDouble();
    }
  },
  F32(4, DType.FLOAT32) {
    @Override
    double next(ByteBuffer in) {
      return in.getFloat();
    }

    @Override
    void fill(float[] x, int from, int to, ByteBuffer in) {
      in.asFloatBuffer().get(x, from, to - from);
    }
  },
  F16(2, DType.FLOAT32) {
    @Override
    double next(ByteBuffer in) {
      return half(in.getShort());
    }
  },
  BF16(2, DType.FLOAT32) {
    @Override
    double next(ByteBuffer in) {
      return Float.intBitsToFloat(in.getShort() << 16);
    }
  },
  I64(8, DType.FLOAT64) {
    @Override
    double next(ByteBuffer in) throws IOException {
      long x = in.getLong();
      if ((long) (double) x != x || x == Long.MAX_VALUE) {
        throw new NoSuchNumber("the integer " + x + " is no double");
      }
      return x;
    }
  },
  U64(8, DType.FLOAT64) {
    @Override
    double next(ByteBuffer in) throws IOException {
      long x = in.getLong();
      long half = x >>> 1;
      // Above 2⁶³ by its half: a double's last bit is worth 2¹¹ there, so an odd one is none.
      boolean held =
          x < 0
              ? (x & 1) == 0 && (long) (double) half == half && half != Long.MAX_VALUE
              : (long) (double) x == x && x != Long.MAX_VALUE;
      if (!held) {
        throw new NoSuchNumber("the integer " + Long.toUnsignedString(x) + " is no double");
      }
      return x < 0 ? 2 * (double) half : x;
    }
  },
  I32(4, DType.FLOAT64) {
    @Override
    double next(ByteBuffer in) {
      return in.getInt();
    }
  },
  U32(4, DType.FLOAT64) {
    @Override
    double next(ByteBuffer in) {
      return Integer.toUnsignedLong(in.getInt());
    }
  },
  I16(2, DType.FLOAT32) {
    @Override
    double next(ByteBuffer in) {
      return in.getShort();
    }
  },
  U16(2, DType.FLOAT32) {
    @Override
    double next(ByteBuffer in) {
      return Short.toUnsignedInt(in.getShort());
    }
  },
  I8(1, DType.FLOAT32) {
    @Override
    double next(ByteBuffer in) {
      return in.get();
    }
  },
  U8(1, DType.FLOAT32) {
    @Override
    double next(ByteBuffer in) {
      return Byte.toUnsignedInt(in.get());
    }
  },
  BOOL(1, DType.FLOAT32) {
    @Override
    double next(ByteBuffer in) throws IOException {
      byte x = in.get();
      if (x != 0 && x != 1) {
        throw new NoSuchNumber("a boolean is " + x + ", expected 0 or 1");
      }
      return x;
    }
  };

  /** A number that no type of ours holds. */
  static final class NoSuchNumber extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchNumber(String message) {
      super(message);
    }
  }

  private final int bytes;
  private final DType dtype;

  StoredType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** The next number. */
  abstract double next(ByteBuffer in) throws IOException;

  /** The next numbers, into their places. */
  void fill(float[] x, int from, int to, ByteBuffer in) throws IOException {
    for (int i = from; i < to; i++) {
      x[i] = (float) next(in);
    }
  }

  int bytes() {
    return bytes;
  }

  /** What it is read as. */
  DType dtype() {
    return dtype;
  }

  /** Where the numbers of a tensor come from, some at a time. */
  interface Source {
    /** How many bytes are asked for at a time. */
    int CHUNK = 1 << 20;

    /** The next so many bytes, ready to be read, in the order that they are stored in. */
    ByteBuffer next(int bytes) throws IOException;

    /** Whether all bytes are known to be there, so that room can be made for them at once. */
    default boolean whole() {
      return false;
    }
  }

  /** How many bytes of what is whole are asked for at a time. */
  private static final int WHOLE_CHUNK = 1 << 28;

  /** So many numbers as a tensor. Room is made as they come, for a header may ask for anything. */
  Tensor read(Source source, int... shape) throws IOException {
    int n = Shape.of(shape).size();
    int each = (source.whole() ? WHOLE_CHUNK : Source.CHUNK) / bytes;
    return dtype == DType.FLOAT32
        ? Tensor.of(floats(source, n, each), shape)
        : Tensor.of(doubles(source, n, each), shape);
  }

  private float[] floats(Source source, int n, int each) throws IOException {
    float[] x = new float[source.whole() ? n : Math.min(n, each)];
    for (int from = 0; from < n; from += each) {
      int to = Math.min(n, from + each);
      x = to <= x.length ? x : Arrays.copyOf(x, Math.max(to, (int) Math.min(n, 2L * x.length)));
      ByteBuffer in = source.next((to - from) * bytes);
      fill(x, from, to, in);
    }
    return x;
  }

  private double[] doubles(Source source, int n, int each) throws IOException {
    double[] x = new double[source.whole() ? n : Math.min(n, each)];
    for (int from = 0; from < n; from += each) {
      int to = Math.min(n, from + each);
      x = to <= x.length ? x : Arrays.copyOf(x, Math.max(to, (int) Math.min(n, 2L * x.length)));
      ByteBuffer in = source.next((to - from) * bytes);
      for (int i = from; i < to; i++) {
        x[i] = next(in);
      }
    }
    return x;
  }

  /** IEEE 754 binary16, subnormal numbers, infinities and NaN included. */
  private static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
