package vn.lachan.app.wiring;

import java.util.List;
import java.util.Optional;
import vn.lachan.collector.forward.ForwardInput;
import vn.lachan.collector.forward.ForwarderHealth;

/** What receives from forwarders, where that is wanted. */
public record Forwarding(Optional<ForwardInput> input) {

  /** How each known forwarder is doing. */
  public List<ForwarderHealth> health() {
    return input.map(ForwardInput::forwarders).orElse(List.of());
  }
}
