package dev.capstan.spark;

import dev.capstan.nn.train.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Checkpoints by their steps in a folder of any of Hadoop's file systems. A checkpoint is written
 * under another name first and has its own only when it is whole; the last few are kept.
 */
final class CheckpointFolder {
  private static final Pattern NAME = Pattern.compile("step-(\\d{10})\\.safetensors");
  private static final int KEPT = 3;

  private final Path folder;
  private final FileSystem files;

  CheckpointFolder(String folder, Configuration hadoop) throws IOException {
    this.folder = new Path(folder);
    this.files = this.folder.getFileSystem(hadoop);
  }

  void save(Checkpoint checkpoint, long step) throws IOException {
    String name = String.format("step-%010d.safetensors", step);
    Path half = new Path(folder, name + ".part");
    Path whole = new Path(folder, name);
    files.mkdirs(folder);
    try (OutputStream out = files.create(half, true)) {
      checkpoint.save(out);
    }
    files.delete(whole, false);
    if (!files.rename(half, whole)) {
      throw new IOException("checkpoint: " + half + " could not be renamed to " + name);
    }
    List<Path> all = all();
    for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
      files.delete(old, false);
    }
  }

  /** From the first to the last. */
  private List<Path> all() throws IOException {
    if (!files.exists(folder)) {
      return List.of();
    }
    return Arrays.stream(files.listStatus(folder))
        .map(FileStatus::getPath)
        .filter(path -> NAME.matcher(path.getName()).matches())
        .sorted()
        .toList();
  }

  /** Goes on from the last one, if there is one. */
  void restore(Checkpoint checkpoint) throws IOException {
    List<Path> all = all();
    if (!all.isEmpty()) {
      Path last = all.get(all.size() - 1);
      try (InputStream in = files.open(last)) {
        checkpoint.restore(in, last.toString());
      }
    }
  }
}
