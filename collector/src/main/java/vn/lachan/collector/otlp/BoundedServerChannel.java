package vn.lachan.collector.otlp;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import vn.lachan.collector.input.InputMeter;

/** Closes a connection at once when there are too many already, before anything is read of it. */
final class BoundedServerChannel extends NioServerSocketChannel {
  private final int maxConnections;
  private final InputMeter meter;
  private final AtomicInteger open = new AtomicInteger();

  BoundedServerChannel(int maxConnections, InputMeter meter) {
    this.maxConnections = maxConnections;
    this.meter = meter;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int count = super.doReadMessages(accepted);
    if (count > 0 && accepted.getLast() instanceof Channel channel) {
      if (open.incrementAndGet() > maxConnections) {
        open.decrementAndGet();
        meter.refusedConnections.increment();
        accepted.removeLast();
        channel.unsafe().closeForcibly();
        return 0;
      }
      var _ = channel.closeFuture().addListener(_ -> open.decrementAndGet());
    }
    return count;
  }
}
