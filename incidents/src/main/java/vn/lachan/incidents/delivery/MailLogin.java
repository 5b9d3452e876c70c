package vn.lachan.incidents.delivery;

/** How to log in to a mail server; its text hides the password. */
public record MailLogin(String user, String password) {
  @Override
  public String toString() {
    return "MailLogin[" + user + "]";
  }
}
