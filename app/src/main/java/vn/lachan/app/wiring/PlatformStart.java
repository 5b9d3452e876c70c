package vn.lachan.app.wiring;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import vn.lachan.app.pipeline.DetectionWorker;
import vn.lachan.app.settings.Settings;
import vn.lachan.collector.Collector;
import vn.lachan.detection.coverage.Backfill;
import vn.lachan.playbooks.PlaybookEngine;

/**
 * Starts the flow from its end to its beginning, and stops it the other way round: first the inputs
 * stop taking, then the pipeline finishes what is at hand.
 */
@Component
class PlatformStart implements SmartLifecycle {
  private final Collector collector;
  private final DetectionWorker worker;
  private final PlaybookEngine playbooks;
  private final Backfill backfill;
  private final Settings settings;
  private volatile boolean running;

  PlatformStart(
      Collector collector,
      DetectionWorker worker,
      PlaybookEngine playbooks,
      Backfill backfill,
      Settings settings) {
    this.collector = collector;
    this.worker = worker;
    this.playbooks = playbooks;
    this.backfill = backfill;
    this.settings = settings;
  }

  @Override
  public void start() {
    try {
      playbooks.resume();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (settings.detects()) {
      worker.start();
      backfill.start();
    }
    if (settings.collects()) {
      collector.start();
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    collector.close();
    backfill.close();
    worker.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
