package vn.lachan.app.security;

/** An account cannot be made or changed as asked. */
public final class AccountException extends RuntimeException {

  /** What is wrong; the name is the code the screens know. */
  public enum Reason {
    ACCOUNT_EXISTS,
    ACCOUNT_NOT_FOUND,
    ACCOUNT_NAME_INVALID,
    UNIT_UNKNOWN,
    PASSWORD_TOO_SHORT,
    PASSWORD_IS_NAME,
    PASSWORD_WRONG,
    ROLES_MISSING,
    LAST_ADMINISTRATOR,
    CODE_WRONG,
    SETUP_LINK_INVALID
  }

  private final Reason reason;

  AccountException(Reason reason, String account) {
    super(reason + " (account " + account + ")");
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
