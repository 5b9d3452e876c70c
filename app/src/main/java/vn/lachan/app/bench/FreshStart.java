package vn.lachan.app.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.Application;

/** Runs a bench in a process of its own, where nothing is compiled yet and no file is open. */
final class FreshStart {
  private static final int PROCESSES = 3;

  /** Adds the best figures of several new processes to those of this one. */
  static void add(List<String> arguments, Map<String, Object> figures)
      throws IOException, InterruptedException {
    double load = Double.MAX_VALUE;
    double ready = Double.MAX_VALUE;
    double cpu = Double.MAX_VALUE;
    for (int i = 0; i < PROCESSES; i++) {
      Map<String, Object> fresh = run(arguments);
      load = Math.min(load, seconds(fresh, "first_load_seconds"));
      ready = Math.min(ready, seconds(fresh, "first_ready_seconds"));
      cpu = Math.min(cpu, seconds(fresh, "first_ready_cpu_seconds"));
    }
    figures.put("new_process_load_seconds", load);
    figures.put("new_process_ready_seconds", ready);
    figures.put("new_process_ready_cpu_seconds", cpu);
  }

  private static double seconds(Map<String, Object> figures, String name) throws IOException {
    if (figures.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IOException("the new process printed no " + name);
  }

  private static Map<String, Object> run(List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Application.class.getName(), "bench", "start", "--once", "--json"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    byte[] printed = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("the new process ended with " + process.exitValue());
    }
    return JsonMapper.shared().readValue(printed, new TypeReference<Map<String, Object>>() {});
  }

  private FreshStart() {}
}
