package vn.lachan.app.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.lachan.app.settings.InputSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.tls.TlsIdentity;
import vn.lachan.collector.Door;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.Way;
import vn.lachan.collector.forward.ForwardInput;
import vn.lachan.collector.forward.ForwardInputSettings;
import vn.lachan.collector.forward.ForwarderHealth;
import vn.lachan.collector.forward.JournalPositions;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.journal.ForwardPositions;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.kafka.KafkaHandOver;

/** What receives from forwarders, where that is wanted. */
public record Forwarding(Optional<ForwardInput> input) {

  /** As the settings have it; how far each forwarder came is kept where its records go. */
  static Forwarding of(Settings settings, HandOver handOver, Door door, Clock clock) {
    Path positions = settings.folder("positions");
    boolean enabled = settings.inputs().forward().enabled() && settings.collects();
    return switch (handOver) {
      case Journal journal when enabled ->
          receiving(settings, JournalPositions.open(journal, positions), door, clock);
      case Journal journal -> {
        JournalPositions.retire(journal, positions);
        yield new Forwarding(Optional.empty());
      }
      case KafkaHandOver kafka when enabled -> receiving(settings, kafka.forwarders(), door, clock);
      default -> new Forwarding(Optional.empty());
    };
  }

  private static Forwarding receiving(
      Settings settings, ForwardPositions positions, Door door, Clock clock) {
    InputSettings wanted = settings.inputs();
    Path own = wanted.forwardAuthorities();
    Path authorities = own == null ? wanted.clientAuthorities() : own;
    if (authorities == null) {
      throw new StartException(
          "lachan.inputs.forward needs lachan.inputs.forward-authorities: who are the forwarders?");
    }
    TlsIdentity identity = TlsIdentity.ensure(settings.folder("keys"), clock);
    Listener listener =
        ListedInputs.listener(wanted, "forward", wanted.forward())
            .withTls(new Listener.Tls(identity.sslContext(Optional.of(authorities)), true));
    ForwardInputSettings asked =
        new ForwardInputSettings(
            listener,
            known(wanted),
            wanted.forwarded().batch().toBytes(),
            wanted.forwarded().records(),
            wanted.forwarded().patience(),
            wanted.forwarded().checkpoint());
    return new Forwarding(
        Optional.of(new ForwardInput(asked, positions, door.through(Way.FORWARDER), clock)));
  }

  /** The forwarders, each with the sources that it may speak for. */
  private static List<ForwardInputSettings.Forwarder> known(InputSettings wanted) {
    return wanted.forwarders().stream()
        .map(one ->
            new ForwardInputSettings.Forwarder(
                one.name(),
                wanted.sources().stream()
                    .filter(source -> one.name().equals(source.forwarder()))
                    .map(InputSettings.Source::id)
                    .collect(Collectors.toUnmodifiableSet())))
        .toList();
  }

  /** How each known forwarder is doing. */
  public List<ForwarderHealth> health() {
    return input.map(ForwardInput::forwarders).orElse(List.of());
  }
}
