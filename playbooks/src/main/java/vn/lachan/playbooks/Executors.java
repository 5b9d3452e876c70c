package vn.lachan.playbooks;

import java.util.Optional;
import vn.lachan.playbooks.cacao.Command;

/** Knows what carries out which type of command. */
final class Executors implements AutoCloseable {
  private final HttpExecutor http;
  private final SshExecutor ssh;
  private final SearchExecutor search;
  private final NoticeExecutor notice;

  Executors(EngineTools tools, EngineSettings settings, java.time.Clock clock) {
    HttpSender sender = new HttpSender(settings.maxOutputBytes());
    Credentials credentials =
        new Credentials(
            tools.vault(), sender, settings.allowedHosts(), settings.httpTimeout(), clock);
    this.http = new HttpExecutor(sender, credentials, settings);
    this.ssh = new SshExecutor(tools.remote(), credentials);
    this.search = new SearchExecutor(tools.events(), clock);
    this.notice = new NoticeExecutor(tools.notices(), tools.vault(), sender, clock);
  }

  /**
   * Fills a command in; empty for people's commands and types nobody carries out.
   *
   * @throws RenderException when a value is missing or does not fit its place
   */
  Optional<Prepared> prepare(Command command, CommandContext context) {
    return switch (command) {
      case Command.Manual _, Command.Unknown _ -> Optional.empty();
      case Command.HttpApi call -> Optional.of(http.prepare(call, context));
      case Command.Shell shell -> Optional.of(ssh.prepare(shell, context));
      case Command.Search wanted -> Optional.of(search.prepare(wanted, context));
      case Command.Notice text -> Optional.of(notice.prepare(text, context));
    };
  }

  @Override
  public void close() {
    http.close();
    ssh.close();
  }
}
