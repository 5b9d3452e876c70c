package vn.lachan.collector.otlp;

import java.util.Objects;
import vn.lachan.collector.input.Listener;

/**
 * How logs are received over OTLP/gRPC.
 *
 * @param listener where and how connections are taken
 * @param requests limits of each request
 */
public record OtlpGrpcSettings(Listener listener, OtlpSettings requests) {
  public OtlpGrpcSettings {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(requests, "requests");
  }
}
