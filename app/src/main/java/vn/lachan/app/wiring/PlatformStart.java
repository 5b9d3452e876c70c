package vn.lachan.app.wiring;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import vn.lachan.app.pipeline.PipelineWorker;
import vn.lachan.collector.Collector;

/**
 * Starts the flow from its end to its beginning, and stops it the other way round: first the inputs
 * stop taking, then the pipeline finishes what is at hand.
 */
@Component
class PlatformStart implements SmartLifecycle {
  private final Collector collector;
  private final PipelineWorker worker;
  private volatile boolean running;

  PlatformStart(Collector collector, PipelineWorker worker) {
    this.collector = collector;
    this.worker = worker;
  }

  @Override
  public void start() {
    worker.start();
    collector.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    collector.close();
    worker.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
