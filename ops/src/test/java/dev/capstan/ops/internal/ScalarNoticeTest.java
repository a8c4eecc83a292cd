package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScalarNoticeTest {
  private final List<String> lines = new ArrayList<>();
  private final ScalarNotice notice = new ScalarNotice(lines::add);

  @Test
  void aShortRunReadsNothing() {
    for (int i = 0; i < 1000; i++) {
      notice.count(128, 128, 128);
    }
    assertEquals(List.of(), lines);
  }

  @Test
  void aLongRunReadsOneLineOnce() {
    for (int i = 0; i < 100; i++) {
      notice.count(1024, 1024, 1024);
    }
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).contains("--add-modules jdk.incubator.vector"), lines.get(0));
    assertTrue(lines.get(0).contains("-Dcapstan.kernels=scalar"), lines.get(0));
  }
}
