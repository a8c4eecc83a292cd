package dev.capstan.ops;

import dev.capstan.ops.option.ConvOptions;
import dev.capstan.ops.option.Padding;
import dev.capstan.ops.option.Window;
import java.util.random.RandomGenerator;

/**
 * The operations of {@link Neural}, {@link Convolution} and {@link Pooling} as methods of {@link
 * Tensor}.
 */
interface FluentNeural {
  Tensor self();

  default Tensor linear(Tensor w) {
    return Neural.linear(self(), w);
  }

  default Tensor linear(Tensor w, Tensor b) {
    return Neural.linear(self(), w, b);
  }

  default Tensor layerNorm(int axes, double eps) {
    return Neural.layerNorm(self(), axes, eps);
  }

  default Tensor layerNorm(Tensor weight, Tensor bias, double eps) {
    return Neural.layerNorm(self(), weight, bias, eps);
  }

  default Tensor rmsNorm(int axes, double eps) {
    return Neural.rmsNorm(self(), axes, eps);
  }

  default Tensor rmsNorm(Tensor weight, double eps) {
    return Neural.rmsNorm(self(), weight, eps);
  }

  default Tensor batchNorm(double eps) {
    return Neural.batchNorm(self(), eps);
  }

  default Tensor batchNorm(Tensor weight, Tensor bias, double eps) {
    return Neural.batchNorm(self(), weight, bias, eps);
  }

  default Tensor batchNorm(Tensor mean, Tensor variance, Tensor weight, Tensor bias, double eps) {
    return Neural.batchNorm(self(), mean, variance, weight, bias, eps);
  }

  default Tensor groupNorm(int groups, double eps) {
    return Neural.groupNorm(self(), groups, eps);
  }

  default Tensor groupNorm(int groups, Tensor weight, Tensor bias, double eps) {
    return Neural.groupNorm(self(), groups, weight, bias, eps);
  }

  default Tensor dropout(double p, RandomGenerator random) {
    return Neural.dropout(self(), p, random);
  }

  default Tensor scaledDotProductAttention(Tensor k, Tensor v) {
    return Neural.scaledDotProductAttention(self(), k, v);
  }

  default Tensor scaledDotProductAttention(Tensor k, Tensor v, BoolTensor mask) {
    return Neural.scaledDotProductAttention(self(), k, v, mask);
  }

  default Tensor crossEntropy(IntTensor labels) {
    return Neural.crossEntropy(self(), labels);
  }

  default Tensor conv1d(Tensor w, ConvOptions options) {
    return Convolution.conv1d(self(), w, options);
  }

  default Tensor conv1d(Tensor w, Tensor bias, ConvOptions options) {
    return Convolution.conv1d(self(), w, bias, options);
  }

  default Tensor conv2d(Tensor w, ConvOptions options) {
    return Convolution.conv2d(self(), w, options);
  }

  default Tensor conv2d(Tensor w, Tensor bias, ConvOptions options) {
    return Convolution.conv2d(self(), w, bias, options);
  }

  default Tensor convTranspose1d(Tensor w, ConvOptions options, int outputPadding) {
    return Convolution.convTranspose1d(self(), w, options, outputPadding);
  }

  default Tensor convTranspose1d(Tensor w, Tensor bias, ConvOptions options, int outputPadding) {
    return Convolution.convTranspose1d(self(), w, bias, options, outputPadding);
  }

  default Tensor convTranspose2d(Tensor w, ConvOptions options, int outputPadding) {
    return Convolution.convTranspose2d(self(), w, options, outputPadding);
  }

  default Tensor convTranspose2d(Tensor w, Tensor bias, ConvOptions options, int outputPadding) {
    return Convolution.convTranspose2d(self(), w, bias, options, outputPadding);
  }

  default Tensor unfold(Window window) {
    return Convolution.unfold(self(), window);
  }

  default Tensor fold(int height, int width, Window window) {
    return Convolution.fold(self(), height, width, window);
  }

  default Tensor maxPool1d(int size, int stride, int padding) {
    return Pooling.maxPool1d(self(), size, stride, padding);
  }

  default Tensor maxPool2d(Window window) {
    return Pooling.maxPool2d(self(), window);
  }

  default Tensor avgPool1d(int size, int stride, int padding, Padding counts) {
    return Pooling.avgPool1d(self(), size, stride, padding, counts);
  }

  default Tensor avgPool2d(Window window, Padding padding) {
    return Pooling.avgPool2d(self(), window, padding);
  }

  default Tensor adaptiveAvgPool2d(int rows, int columns) {
    return Pooling.adaptiveAvgPool2d(self(), rows, columns);
  }
}
