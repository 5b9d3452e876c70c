package vn.lachan.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program measured from outside: wall time, its CPU time, its peak memory. Needs Linux. */
final class BackupBenchProcess {

  /**
   * What it took.
   *
   * @param peakBytes the most memory it held at once; 0 when that was not to be seen
   */
  record Cost(double wallSeconds, double cpuSeconds, long peakBytes) {}

  private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private BackupBenchProcess() {}

  /** Runs it below a shell whose {@code times} tells the CPU its children used. */
  static Cost run(List<String> command, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    List<String> shell = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" && times", "sh"));
    shell.addAll(command);
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(shell).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    long began = System.nanoTime();
    Process process = builder.start();
    long peak = 0;
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peak(process));
    }
    double wall = (System.nanoTime() - began) / 1e9;
    String text = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    if (process.exitValue() != 0) {
      throw new IOException(command.getFirst() + " failed: " + text.strip());
    }
    double cpu = 0;
    Matcher times = TIMES.matcher(text);
    while (times.find()) {
      cpu += 60 * Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
    }
    return new Cost(wall, Math.max(cpu, 0.01), peak);
  }

  private static long peak(Process shell) {
    Optional<ProcessHandle> child = shell.children().findFirst();
    if (child.isEmpty()) {
      return 0;
    }
    try {
      Path status = Path.of("/proc", Long.toString(child.get().pid()), "status");
      Matcher peak = PEAK.matcher(Files.readString(status));
      return peak.find() ? Long.parseLong(peak.group(1)) * 1024 : 0;
    } catch (IOException e) {
      return 0; // it has just ended
    }
  }
}
