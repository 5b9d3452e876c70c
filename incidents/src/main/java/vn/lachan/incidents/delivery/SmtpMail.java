package vn.lachan.incidents.delivery;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Sends plain mail to a mail server over SMTP (RFC 5321), text in UTF-8, subjects encoded after RFC
 * 2047. Safe for several threads; each mail has a connection of its own.
 *
 * <p>A line break in a subject or an address is refused, never sent. A mail for several goes to all
 * or to nobody, as far as the server lets that be known.
 */
public final class SmtpMail {
  private static final int LONGEST_SUBJECT = 300;

  private final SmtpServer server;
  private final Supplier<Optional<MailLogin>> login;
  private final Clock clock;
  private final Session session;

  /**
   * @param login asked for each mail, so that a changed password needs no restart; empty when the
   *     server wants none
   * @throws IllegalArgumentException when the authority's certificate cannot be read
   */
  public SmtpMail(SmtpServer server, Supplier<Optional<MailLogin>> login, Clock clock) {
    this.server = server;
    this.login = login;
    this.clock = clock;
    this.session = Session.getInstance(properties(server));
  }

  private static Properties properties(SmtpServer server) {
    String patience = String.valueOf(server.timeout().toMillis());
    Properties properties = new Properties();
    properties.put("mail.smtp.host", server.host());
    properties.put("mail.smtp.port", String.valueOf(server.port()));
    properties.put("mail.smtp.connectiontimeout", patience);
    properties.put("mail.smtp.timeout", patience);
    properties.put("mail.smtp.writetimeout", patience);
    properties.put("mail.smtp.sendpartial", "false");
    properties.put("mail.smtp.localhost", "lachan");
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
    properties.put("mail.mime.charset", "UTF-8");
    switch (server.security()) {
      case TLS -> properties.put("mail.smtp.ssl.enable", "true");
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case NONE -> {}
    }
    if (server.authority() != null) {
      properties.put(
          "mail.smtp.ssl.socketFactory",
          TrustedAuthority.context(server.authority()).getSocketFactory());
    }
    return properties;
  }

  /**
   * Sends one mail.
   *
   * @param id becomes the left side of the Message-ID: a mail that is sent twice can be told by it
   */
  public Posted send(List<String> to, String subject, String text, String id) {
    Optional<String> wrong = wrong(to, subject, id);
    if (wrong.isPresent()) {
      return new Posted.Refused(wrong.get());
    }
    Optional<MailLogin> known;
    try {
      known = login.get();
    } catch (LoginUnknownException e) {
      return new Posted.NotNow(String.valueOf(e.getMessage()));
    }
    try (Transport transport = session.getTransport("smtp")) {
      Message message;
      try {
        message = message(to, subject, text, id);
        connect(transport, known);
      } catch (AuthenticationFailedException _) {
        return new Posted.NotNow("Máy chủ thư không nhận tài khoản, mật khẩu.");
      } catch (MessagingException e) {
        return new Posted.NotNow("Không kết nối được máy chủ thư: " + reason(e));
      }
      return hand(transport, message);
    } catch (MessagingException e) {
      return new Posted.NotNow("Không kết nối được máy chủ thư: " + reason(e));
    }
  }

  /** Says that the account of the mail server cannot be had now; {@code message} is for people. */
  public static final class LoginUnknownException extends RuntimeException {
    public LoginUnknownException(String message) {
      super(message);
    }
  }

  private static Optional<String> wrong(List<String> to, String subject, String id) {
    if (to.isEmpty() || !to.stream().allMatch(MailAddress::isOne)) {
      return Optional.of("Địa chỉ người nhận không hợp lệ.");
    }
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      return Optional.of("Tiêu đề thư phải có từ 1 đến " + LONGEST_SUBJECT + " ký tự.");
    }
    if (subject.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("Tiêu đề thư có ký tự điều khiển hoặc xuống dòng.");
    }
    return id.matches("[A-Za-z0-9._-]{1,100}")
        ? Optional.empty()
        : Optional.of("Mã thư không hợp lệ.");
  }

  private void connect(Transport transport, Optional<MailLogin> known) throws MessagingException {
    if (known.isPresent()) {
      transport.connect(server.host(), server.port(), known.get().user(), known.get().password());
    } else {
      transport.connect(server.host(), server.port(), null, null);
    }
  }

  private Message message(List<String> to, String subject, String text, String id)
      throws MessagingException {
    List<Address> addresses = new ArrayList<>();
    for (String address : to) {
      addresses.add(new InternetAddress(address, true));
    }
    String domain = server.from().substring(server.from().lastIndexOf('@') + 1);
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@" + domain + ">");
          }
        };
    message.setFrom(new InternetAddress(server.from(), true));
    message.setRecipients(Message.RecipientType.TO, addresses.toArray(Address[]::new));
    message.setSubject(subject, StandardCharsets.UTF_8.name());
    message.setText(text, StandardCharsets.UTF_8.name());
    message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834
    message.setSentDate(Date.from(clock.instant()));
    message.saveChanges();
    return message;
  }

  private static Posted hand(Transport transport, Message message) {
    try {
      transport.sendMessage(message, message.getAllRecipients());
      return new Posted.Taken("máy chủ thư đã nhận");
    } catch (MessagingException e) {
      int code = code(e);
      if (code >= 500) {
        return new Posted.Refused("Máy chủ thư từ chối, mã " + code + ".");
      }
      if (code >= 400) {
        return new Posted.NotNow("Máy chủ thư hẹn gửi lại, mã " + code + ".");
      }
      return e instanceof SendFailedException
              && e.getCause() == null
              && e.getNextException() == null
          ? new Posted.NotNow("Máy chủ thư không nhận: " + reason(e))
          : new Posted.Broken("Mất kết nối giữa lúc gửi thư: " + reason(e));
    }
  }

  /** The reply code of the server; 0 when it said nothing. */
  private static int code(MessagingException failure) {
    int code = 0;
    for (Exception one = failure; one != null; ) {
      if (one instanceof SMTPAddressFailedException address) {
        code = Math.max(code, address.getReturnCode());
      } else if (one instanceof SMTPSendFailedException send) {
        code = Math.max(code, send.getReturnCode());
      }
      one = one instanceof MessagingException next ? next.getNextException() : null;
    }
    return code;
  }

  /** What went wrong, without addresses and texts of the server. */
  private static String reason(MessagingException failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < 10 && cause.getCause() != null; depth++) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }
}
