package vn.lachan.app.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import vn.lachan.app.security.AccountException.Reason;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.registry.Registry;
import vn.lachan.registry.UnitKind;

/**
 * The people who may sign in. Every change is in the audit trail before it takes effect; a change
 * of roles, unit, password or state ends the sessions of the account.
 */
@Service
public class Accounts {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,63}");

  private final JdbcClient db;
  private final PasswordEncoder passwords;
  private final SecretBox secrets;
  private final Registry registry;
  private final AuditTrail trail;
  private final Settings settings;
  private final Clock clock;
  private final String nobodysHash;

  Accounts(
      JdbcClient db,
      PasswordEncoder passwords,
      SecretBox secrets,
      Registry registry,
      AuditTrail trail,
      Settings settings,
      Clock clock) {
    this.db = db;
    this.passwords = passwords;
    this.secrets = secrets;
    this.registry = registry;
    this.trail = trail;
    this.settings = settings;
    this.clock = clock;
    this.nobodysHash = encode("a password that nobody has");
  }

  /** All accounts by name. */
  public List<Account> all() {
    return db.sql("select * from account order by account").query(Accounts::read).list();
  }

  public Optional<Account> find(String account) {
    return db.sql("select * from account where account = ?")
        .param(account)
        .query(Accounts::read)
        .optional();
  }

  /** Refuses to give work to nobody: {@code account} must be there and in use. */
  public void requireUsable(String account) {
    if (find(account).filter(Account::enabled).isEmpty()) {
      throw new InvalidRequestException(
          "owner", "Không có tài khoản “" + account + "” đang được dùng.");
    }
  }

  /** Whether nobody has been made administrator yet. */
  public boolean empty() {
    return db.sql("select count(*) from account").query(Long.class).single() == 0;
  }

  /** Makes an account. */
  @Transactional
  public void create(
      Actor by, String account, String fullName, String unit, Set<Role> roles, String password) {
    if (!NAME.matcher(account).matches()) {
      throw new AccountException(Reason.ACCOUNT_NAME_INVALID, account);
    }
    requireUnit(account, unit);
    requireRoles(account, roles);
    requirePassword(account, password);
    if (find(account).isPresent()) {
      throw new AccountException(Reason.ACCOUNT_EXISTS, account);
    }
    record(by, "account.create", account, Map.of("unit", unit, "roles", names(roles)));
    try {
      db.sql(
              """
              insert into account (account, full_name, unit, roles, password, enabled, failures, created_at, changed_at, changed_by, version)
              values (:account, :name, :unit, :roles, :password, true, 0, :now, :now, :by, 1)\
              """)
          .param("account", account)
          .param("name", fullName)
          .param("unit", unit)
          .param("roles", names(roles))
          .param("password", encode(password))
          .param("now", at(clock.instant()))
          .param("by", by.id())
          .update();
    } catch (DuplicateKeyException e) {
      throw new AccountException(Reason.ACCOUNT_EXISTS, account);
    }
  }

  /** Changes name, unit, roles and state. The last active administrator stays one. */
  @Transactional
  public void change(
      Actor by, String account, String fullName, String unit, Set<Role> roles, boolean enabled) {
    Account before = require(account);
    requireUnit(account, unit);
    requireRoles(account, roles);
    boolean administrator = enabled && roles.contains(Role.QUAN_TRI);
    if (!administrator && isLastAdministrator(before)) {
      throw new AccountException(Reason.LAST_ADMINISTRATOR, account);
    }
    record(
        by,
        "account.change",
        account,
        Map.of(
            "unit", unit,
            "roles", names(roles),
            "enabled", String.valueOf(enabled),
            "roles.before", names(before.roles()),
            "enabled.before", String.valueOf(before.enabled())));
    db.sql(
            """
            update account set full_name = :name, unit = :unit, roles = :roles, enabled = :enabled,
              version = version + 1 where account = :account\
            """)
        .param("name", fullName)
        .param("unit", unit)
        .param("roles", names(roles))
        .param("enabled", enabled)
        .param("account", account)
        .update();
    boolean more =
        !before.unit().equals(unit) || !before.roles().equals(roles) || before.enabled() != enabled;
    if (more) {
      changed(by, account);
    }
  }

  /** Who may now use the account, and for what, is the word of {@code by}. */
  private void changed(Actor by, String account) {
    db.sql("update account set changed_at = :now, changed_by = :by where account = :account")
        .param("now", at(clock.instant()))
        .param("by", by.id())
        .param("account", account)
        .update();
  }

  /** Sets a password for somebody else; also removes a lock. */
  @Transactional
  public void resetPassword(Actor by, String account, String password) {
    require(account);
    requirePassword(account, password);
    record(by, "account.reset_password", account, Map.of());
    storePassword(account, password);
    changed(by, account);
  }

  /** Changes one's own password. */
  @Transactional
  public void changePassword(Actor by, String current, String next) {
    String account = by.id();
    if (!passwords.matches(current, storedHash(account).orElse(nobodysHash))) {
      throw new AccountException(Reason.PASSWORD_WRONG, account);
    }
    requirePassword(account, next);
    record(by, "account.change_password", account, Map.of());
    storePassword(account, next);
  }

  /** Ends a lock before its time. */
  @Transactional
  public void unlock(Actor by, String account) {
    require(account);
    record(by, "account.unlock", account, Map.of());
    db.sql("update account set failures = 0, locked_until = null where account = ?")
        .param(account)
        .update();
  }

  /** Stores the secret of a second factor that has been shown to work. */
  @Transactional
  public void storeSecondFactor(Actor by, byte[] secret) {
    record(by, "account.second_factor", by.id(), Map.of());
    db.sql("update account set mfa_secret = ?, version = version + 1 where account = ?")
        .param(secrets.seal(secret))
        .param(by.id())
        .update();
  }

  Optional<byte[]> secondFactor(String account) {
    return db.sql("select mfa_secret from account where account = ? and mfa_secret is not null")
        .param(account)
        .query(String.class)
        .optional()
        .map(secrets::open);
  }

  /** Compares in the same time whether the account exists or not. */
  boolean passwordMatches(String account, String password) {
    return passwords.matches(password, storedHash(account).orElse(nobodysHash));
  }

  /** Counts a wrong password or code; returns whether the account is locked from now on. */
  @Transactional
  public boolean failed(String account) {
    db.sql("update account set failures = failures + 1 where account = ?").param(account).update();
    int locked =
        db.sql(
                """
                update account set locked_until = :until, failures = 0
                where account = :account and failures >= :limit\
                """)
            .param("until", at(clock.instant().plus(settings.security().lock())))
            .param("account", account)
            .param("limit", settings.security().attempts())
            .update();
    if (locked > 0) {
      record(Actor.PLATFORM, "account.lock", account, Map.of());
    }
    return locked > 0;
  }

  void succeeded(String account) {
    db.sql("update account set failures = 0, locked_until = null, last_login = ? where account = ?")
        .param(at(clock.instant()))
        .param(account)
        .update();
  }

  /** Whether {@code user} is still what the account says. */
  boolean isCurrent(SignedIn user) {
    return find(user.account())
        .filter(a -> a.enabled() && a.version() == user.version())
        .isPresent();
  }

  /** What {@code account} may do and see now. */
  public SignedIn signedIn(Account account) {
    boolean needed = settings.security().secondFactor() && account.needsSecondFactor();
    Set<Right> rights = EnumSet.noneOf(Right.class);
    if (!needed || account.secondFactor()) {
      account.roles().forEach(role -> rights.addAll(role.rights()));
    }
    var unit = registry.unit(account.unit());
    boolean province =
        unit.filter(u -> u.kind() == UnitKind.PROVINCE || u.kind() == UnitKind.POLICE).isPresent();
    return new SignedIn(
        account.account(),
        account.fullName(),
        account.unit(),
        unit.map(u -> u.name()).orElse(account.unit()),
        account.roles(),
        rights,
        registry.withDescendants(account.unit()),
        province,
        account.secondFactor(),
        needed,
        account.version());
  }

  private boolean isLastAdministrator(Account account) {
    return account.enabled()
        && account.roles().contains(Role.QUAN_TRI)
        && all().stream().filter(a -> a.enabled() && a.roles().contains(Role.QUAN_TRI)).count()
            == 1;
  }

  private void storePassword(String account, String password) {
    db.sql(
            """
            update account set password = ?, failures = 0, locked_until = null, version = version + 1
            where account = ?\
            """)
        .param(encode(password))
        .param(account)
        .update();
  }

  private String encode(String password) {
    String hash = passwords.encode(password);
    if (hash == null) {
      throw new IllegalStateException("the password encoder gave nothing");
    }
    return hash;
  }

  private Optional<String> storedHash(String account) {
    return db.sql("select password from account where account = ?")
        .param(account)
        .query(String.class)
        .optional();
  }

  private Account require(String account) {
    return find(account).orElseThrow(() -> new AccountException(Reason.ACCOUNT_NOT_FOUND, account));
  }

  private void requireUnit(String account, String unit) {
    if (registry.unit(unit).isEmpty()) {
      throw new AccountException(Reason.UNIT_UNKNOWN, account);
    }
  }

  private static void requireRoles(String account, Set<Role> roles) {
    if (roles.isEmpty()) {
      throw new AccountException(Reason.ROLES_MISSING, account);
    }
  }

  private void requirePassword(String account, String password) {
    if (password.codePointCount(0, password.length()) < settings.security().passwordLength()) {
      throw new AccountException(Reason.PASSWORD_TOO_SHORT, account);
    }
    if (password.toLowerCase(Locale.ROOT).contains(account)) {
      throw new AccountException(Reason.PASSWORD_IS_NAME, account);
    }
  }

  private void record(Actor by, String action, String account, Map<String, String> detail) {
    String unit = find(account).map(Account::unit).orElse("");
    trail.append(new AuditEntry(by, action, "account:" + account, unit, detail));
  }

  private static String names(Set<Role> roles) {
    return new TreeSet<>(roles).stream().map(Role::name).collect(Collectors.joining(","));
  }

  private static Account read(ResultSet row, int number) throws SQLException {
    return new Account(
        row.getString("account"),
        row.getString("full_name"),
        row.getString("unit"),
        Arrays.stream(row.getString("roles").split(","))
            .map(Role::valueOf)
            .collect(Collectors.toUnmodifiableSet()),
        row.getBoolean("enabled"),
        row.getString("mfa_secret") != null,
        instant(row, "locked_until"),
        instant(row, "last_login"),
        Objects.requireNonNull(instant(row, "changed_at"), "changed_at"),
        row.getString("changed_by"),
        row.getLong("version"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
