package dev.capstan.ops;

import dev.capstan.ops.option.AtBound;
import dev.capstan.ops.option.Ties;

/** The operations of {@link Elementwise} as methods of {@link Tensor}. */
interface FluentElementwise {
  Tensor self();

  default Tensor add(Tensor y) {
    return Elementwise.add(self(), y);
  }

  default Tensor add(double c) {
    return Elementwise.add(self(), c);
  }

  default Tensor sub(Tensor y) {
    return Elementwise.sub(self(), y);
  }

  default Tensor sub(double c) {
    return Elementwise.sub(self(), c);
  }

  default Tensor rsub(double c) {
    return Elementwise.rsub(self(), c);
  }

  default Tensor mul(Tensor y) {
    return Elementwise.mul(self(), y);
  }

  default Tensor mul(double c) {
    return Elementwise.mul(self(), c);
  }

  default Tensor div(Tensor y) {
    return Elementwise.div(self(), y);
  }

  default Tensor div(double c) {
    return Elementwise.div(self(), c);
  }

  default Tensor rdiv(double c) {
    return Elementwise.rdiv(self(), c);
  }

  default Tensor neg() {
    return Elementwise.neg(self());
  }

  default Tensor reciprocal() {
    return Elementwise.reciprocal(self());
  }

  default Tensor fma(Tensor y, Tensor z) {
    return Elementwise.fma(self(), y, z);
  }

  default Tensor lerp(Tensor y, Tensor w) {
    return Elementwise.lerp(self(), y, w);
  }

  default Tensor lerp(Tensor y, double w) {
    return Elementwise.lerp(self(), y, w);
  }

  default Tensor square() {
    return Elementwise.square(self());
  }

  default Tensor pow(double p) {
    return Elementwise.pow(self(), p);
  }

  default Tensor pow(Tensor y) {
    return Elementwise.pow(self(), y);
  }

  default Tensor rpow(double c) {
    return Elementwise.rpow(self(), c);
  }

  default Tensor sqrt() {
    return Elementwise.sqrt(self());
  }

  default Tensor rsqrt() {
    return Elementwise.rsqrt(self());
  }

  default Tensor exp() {
    return Elementwise.exp(self());
  }

  default Tensor log() {
    return Elementwise.log(self());
  }

  default Tensor abs() {
    return Elementwise.abs(self());
  }

  default Tensor maximum(Tensor y) {
    return Elementwise.maximum(self(), y);
  }

  default Tensor maximum(Tensor y, Ties ties) {
    return Elementwise.maximum(self(), y, ties);
  }

  default Tensor minimum(Tensor y) {
    return Elementwise.minimum(self(), y);
  }

  default Tensor minimum(Tensor y, Ties ties) {
    return Elementwise.minimum(self(), y, ties);
  }

  default Tensor clamp(double low, double high) {
    return Elementwise.clamp(self(), low, high);
  }

  default Tensor clamp(double low, double high, AtBound atBound) {
    return Elementwise.clamp(self(), low, high, atBound);
  }

  default Tensor clampMin(double low, AtBound atBound) {
    return Elementwise.clampMin(self(), low, atBound);
  }

  default Tensor clampMax(double high, AtBound atBound) {
    return Elementwise.clampMax(self(), high, atBound);
  }

  default Tensor relu() {
    return Elementwise.relu(self());
  }

  default Tensor tanh() {
    return Elementwise.tanh(self());
  }

  default Tensor sigmoid() {
    return Elementwise.sigmoid(self());
  }

  default Tensor softplus() {
    return Elementwise.softplus(self());
  }

  default Tensor softplus(double beta, double threshold) {
    return Elementwise.softplus(self(), beta, threshold);
  }

  default Tensor to(DType dtype) {
    return Elementwise.to(self(), dtype);
  }
}
