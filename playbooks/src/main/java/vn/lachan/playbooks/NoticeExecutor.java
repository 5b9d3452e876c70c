package vn.lachan.playbooks;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.incidents.delivery.WebhookSignature;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.StepExtension;
import vn.lachan.playbooks.vault.Secret;
import vn.lachan.playbooks.vault.SecretVault;
import vn.lachan.playbooks.vault.VaultException;

/**
 * Tells people and services, without personal data: only the id of the incident, numbers and truth
 * values are filled in.
 *
 * <p>A webhook's body is signed as {@link WebhookSignature} says.
 */
final class NoticeExecutor {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Notices notices;
  private final SecretVault vault;
  private final HttpSender sender;
  private final Clock clock;

  NoticeExecutor(Notices notices, SecretVault vault, HttpSender sender, Clock clock) {
    this.notices = notices;
    this.vault = vault;
    this.sender = sender;
    this.clock = clock;
  }

  /** A notice, filled in. */
  private record Text(String type, List<String> to, String subject, String text) {
    String all() {
      return type + ": " + String.join(", ", to) + "\n" + subject + "\n\n" + text;
    }
  }

  Prepared prepare(Command.Notice command, CommandContext context) {
    StepExtension.Notice notice = context.action().common().extension().notice();
    if (notice == null || notice.to().isEmpty()) {
      throw new RenderException("Thông báo không có người nhận.");
    }
    String subject =
        notice.subject().isBlank() ? context.action().common().label() : notice.subject();
    Text text =
        new Text(
            command.type(),
            notice.to(),
            context.rendering().forNotice(subject).replaceAll("\\p{Cntrl}", " "),
            context.rendering().forNotice(command.text()));
    return new Prepared() {
      @Override
      public String shown() {
        return text.all();
      }

      @Override
      public String full() {
        return text.all();
      }

      @Override
      public boolean repeatable() {
        return false;
      }

      @Override
      public Optional<String> host() {
        return text.type().equals("email") || text.to().size() != 1
            ? Optional.empty()
            : Optional.ofNullable(notices.webhooks().get(text.to().getFirst()))
                .map(webhook -> webhook.url().getHost());
      }

      @Override
      public Outcome run(Attempt attempt) throws InterruptedException {
        return text.type().equals("email") ? mail(text, attempt) : post(text, context, attempt);
      }
    };
  }

  private Outcome mail(Text text, Prepared.Attempt attempt) {
    List<String> addresses = new ArrayList<>();
    for (String name : text.to()) {
      List<String> known = notices.mailboxes().getOrDefault(name, List.of());
      if (known.isEmpty()) {
        return new Outcome.Refused("Không biết người nhận thư “" + name + "”.");
      }
      addresses.addAll(known);
    }
    return switch (notices.mail().send(addresses, text.subject(), text.text(), attempt.key())) {
      case MailSender.Sent.Taken _ ->
          new Outcome.Answered(250, "Đã gửi tới " + String.join(", ", text.to()), true, Map.of());
      case MailSender.Sent.NotNow(String reason) -> new Outcome.NotNow(reason);
      case MailSender.Sent.Refused(String reason) -> new Outcome.Refused(reason);
      case MailSender.Sent.Broken(String reason) -> new Outcome.Broken(reason);
    };
  }

  private Outcome post(Text text, CommandContext context, Prepared.Attempt attempt)
      throws InterruptedException {
    if (text.to().size() != 1) {
      return new Outcome.Refused("Mỗi bước webhook chỉ gửi tới một nơi nhận.");
    }
    String name = text.to().getFirst();
    Notices.Webhook webhook = notices.webhooks().get(name);
    if (webhook == null) {
      return new Outcome.Refused("Không biết nơi nhận webhook “" + name + "”.");
    }
    HttpCall call;
    try {
      call = signed(webhook, text, context);
    } catch (CredentialsException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
    return switch (sender.send(call, attempt.key(), attempt.timeout())) {
      case HttpSender.Outcome.Answered(int status, String _) ->
          new Outcome.Answered(status, "HTTP " + status, status / 100 == 2, Map.of());
      case HttpSender.Outcome.TimedOut _ -> new Outcome.TimedOut();
      case HttpSender.Outcome.Unsent(String reason) -> new Outcome.NotNow(reason);
      case HttpSender.Outcome.Broken(String reason) -> new Outcome.Broken(reason);
    };
  }

  private HttpCall signed(Notices.Webhook webhook, Text text, CommandContext context) {
    String time = clock.instant().toString();
    Map<String, String> members = new LinkedHashMap<>();
    members.put("incident", context.run().incidentId());
    members.put("run", context.run().id());
    members.put("playbook", context.run().playbookId());
    members.put("step", context.action().common().id());
    members.put("subject", text.subject());
    members.put("text", text.text());
    members.put("at", time);
    String body = MAPPER.writeValueAsString(members);
    List<String> keys = keys(webhook.key());
    return HttpCall.post(webhook.url(), "application/json", body)
        .with(
            Map.of(
                WebhookSignature.TIMESTAMP,
                time,
                WebhookSignature.SIGNATURE,
                WebhookSignature.of(time, body, keys)));
  }

  /** The key, and the one before while receivers change over. */
  private List<String> keys(String name) {
    try {
      Map<String, String> fields =
          vault
              .find(name)
              .map(Secret::fields)
              .orElseThrow(
                  () -> new CredentialsException("Kho khóa không có bí mật “" + name + "”."));
      String old = fields.getOrDefault("old_key", "");
      String key = Credentials.first(fields, "key");
      return old.isBlank() ? List.of(key) : List.of(key, old);
    } catch (VaultException e) {
      throw new CredentialsException("Không đọc được kho khóa: " + e.getMessage());
    }
  }
}
