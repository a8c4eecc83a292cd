package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Pooling;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Padding;
import dev.capstan.ops.option.Window;
import java.util.function.UnaryOperator;

/** One number for each window of a sequence or an image. */
public final class Pool extends Layer {
  private final String name;
  private final UnaryOperator<Tensor> function;

  private Pool(String name, UnaryOperator<Tensor> function) {
    this.name = name;
    this.function = function;
  }

  /** The largest of each square of an image; squares stand beside each other. */
  public static Pool maxOfImages(int size) {
    return maxOfImages(Window.of(size).withStride(size));
  }

  /** The largest of each window of an image. */
  public static Pool maxOfImages(Window window) {
    return new Pool("maxPool" + text(window), x -> Pooling.maxPool2d(x, window));
  }

  /** The mean of each square of an image; squares stand beside each other. */
  public static Pool meanOfImages(int size) {
    return meanOfImages(Window.of(size).withStride(size), Padding.COUNTED);
  }

  /** The mean of each window of an image. */
  public static Pool meanOfImages(Window window, Padding padding) {
    requireNonNull(padding, "padding");
    return new Pool("meanPool" + text(window), x -> Pooling.avgPool2d(x, window, padding));
  }

  /** The largest of each window of a sequence. */
  public static Pool maxOfSequences(int size, int stride) {
    return new Pool("maxPool(" + size + ")", x -> Pooling.maxPool1d(x, size, stride, 0));
  }

  /** The mean of each window of a sequence. */
  public static Pool meanOfSequences(int size, int stride) {
    return new Pool(
        "meanPool(" + size + ")", x -> Pooling.avgPool1d(x, size, stride, 0, Padding.COUNTED));
  }

  /** An image brought to so many rows and columns by means. */
  public static Pool adaptiveMeanOfImages(int rows, int columns) {
    return new Pool(
        "meanPool to " + rows + "×" + columns, x -> Pooling.adaptiveAvgPool2d(x, rows, columns));
  }

  /** The mean along an axis, which goes: of the words of a text, for example. */
  public static Pool meanAlong(int axis) {
    return new Pool("mean along " + axis, x -> Reductions.mean(x, axis));
  }

  private static String text(Window window) {
    return "(" + window.height() + "×" + window.width() + ")";
  }

  @Override
  public Tensor apply(Tensor x) {
    return function.apply(x);
  }

  @Override
  protected Pool copy(Replication copies) {
    return new Pool(name, function);
  }

  @Override
  public String toString() {
    return name;
  }
}
