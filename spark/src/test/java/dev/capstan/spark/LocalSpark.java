package dev.capstan.spark;

import org.apache.spark.sql.SparkSession;

/** A session in this JVM, on two threads, that listens to nobody outside. */
final class LocalSpark {
  private LocalSpark() {}

  static SparkSession start() {
    return builder().master("local[2]").getOrCreate();
  }

  static SparkSession.Builder builder() {
    return SparkSession.builder()
        .appName("capstan-test")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.sql.warehouse.dir", "target/warehouse");
  }
}
