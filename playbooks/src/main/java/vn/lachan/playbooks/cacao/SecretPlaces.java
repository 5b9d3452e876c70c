package vn.lachan.playbooks.cacao;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where a command, an address or a body gives a password, key or token, and whether it stands
 * there itself or is a reference.
 *
 * <p>What is asked at the keyboard ({@code mysql -p}), read from a file or from the environment of
 * the machine ({@code $PW}, {@code %PW%}) is no literal. All repetitions are bounded, so a text of
 * megabytes takes time in proportion to its length.
 */
final class SecretPlaces {
  private static final Pattern USE = Pattern.compile("(__[A-Za-z][A-Za-z0-9_-]*?__):value");
  private static final char OPEN = '\uE000';
  private static final char CLOSE = '\uE001';

  private static final String USED = "(" + OPEN + "[^" + CLOSE + "]{1,200}.)";
  private static final String QUOTED = "(?:\"([^\"\\n]{1,300})\"|'([^'\\n]{1,300})'|" + USED + ")";
  private static final String HEADERS =
      "x-api-?key|x-auth-(?:token|key)|x-access-token|x-vault-token|x-otx-api-key|api-?key"
          + "|private-token";
  private static final String NAMES =
      "password|passwd|passphrase|client_?secret|access_?token|refresh_?token|api_?key"
          + "|private_?key|mat_?khau";
  private static final String SCHEME =
      "(?:(?:basic|bearer|token|digest|negotiate|apikey)\\s{1,5})?+";
  private static final Pattern OF_SCHEME = Pattern.compile("(?i)^" + SCHEME);

  /** What each is called in the report; the last group that matched is the secret. */
  private static final Map<String, Pattern> PATTERNS = new LinkedHashMap<>();

  static {
    put("https://…:…@", "://[^\\s/@:'\"]{0,200}:([^\\s/@'\"]{1,300})@");
    put(
        "Authorization",
        "\\bauthorization[\"']?\\s{0,5}:\\s{0,5}[\"']?" + SCHEME + "([^\\s\"',]+)");
    put("Authorization", "\\bauthorization[\"']?\\s{0,5}=\\s{0,5}[\"']" + SCHEME + "([^\\s\"']+)");
    put("API key", "\\b(?:" + HEADERS + ")[\"']?\\s{0,5}[:=]\\s{0,5}[\"']?([^\\s\"',;]+)");
    put(
        "password",
        "\\\\?\"(?:"
            + NAMES
            + ")\\\\?\"\\s{0,5}:\\s{0,5}(?:\\\\?\"([^\"\\\\]{1,4000})|"
            + USED
            + ")");
    put("password", "(?:^|[?&;\\s\"'])(?:" + NAMES + ")=([^&;\\s\"']{1,4000})");
    put("pwd", "[?&;](?:pwd|token)=([^&;\\s\"']{1,4000})");
    put(
        "ConvertTo-SecureString",
        "ConvertTo-SecureString\\s{1,5}(?:-(?:AsPlainText|Force|String)\\s{1,5}){0,3}"
            + "(?:\"([^\"]{1,300})\"|'([^']{1,300})'|([^\\s\"'$()|;-][^\\s)|;]{0,300}))");
    put("ConvertTo-SecureString", QUOTED + "\\s{0,5}\\|\\s{0,5}ConvertTo-SecureString");
    put(
        "$password",
        "\\$\\{?(?:env:|script:|global:)?[a-z0-9_]{0,60}"
            + "(?:password|passwd|passphrase|pwd|token|secret|api_?key)\\}?\\s{0,5}=\\s{0,5}"
            + QUOTED);
    put(
        "NetworkCredential",
        "NetworkCredential[^\"'\\n]{0,40}[\"'][^\"'\\n]{0,100}[\"']\\s{0,3},\\s{0,3}" + QUOTED);
    put("IDENTIFIED BY", "\\bidentified\\s{1,5}by\\s{1,5}['\"]?([^'\"\\s;]{1,300})");
    put(
        "WITH PASSWORD",
        "\\b(?:role|user|login)\\b[^;\\n]{0,200}?\\bpassword\\s{0,5}=?\\s{0,5}n?'([^']{1,300})'");
    put(
        "echo … |",
        "\\becho\\s{1,5}(?:-n\\s{1,5})?[\"']?(?:[^:|\"'\\n]{1,100}+:)?+([^|\"'\\n]{1,300}+)[\"']?"
            + "\\s{0,5}\\|\\s{0,5}(?:sudo\\s{1,5})?"
            + "(?:chpasswd|passwd\\s{1,5}--stdin|sudo\\s{1,5}-S|-S\\b)");
    put(
        "chpasswd",
        "\\bchpasswd\\s{0,5}<<<\\s{0,5}[\"']?(?:[^:\"'\\s]{1,100}:)?([^\"'\\s]{1,300})");
    put("PRIVATE KEY", "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:\\s|\\\\n){0,5}([a-z0-9+/=])");
  }

  private static void put(String what, String pattern) {
    PATTERNS.put(what + "#" + PATTERNS.size(), Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }

  private static final Set<String> NO_SECRETS =
      Set.of(
          "basic", "bearer", "token", "true", "false", "yes", "no", "null", "none", "prompt", "ask",
          "stdin", "-");

  /**
   * A place where a secret belongs.
   *
   * @param what what the place is called; safe to show
   * @param value what stands there; never to be shown
   */
  record Place(String what, String value) {

    /** Whether the secret itself stands there. */
    boolean isLiteral() {
      String bare = value.strip().replaceAll("^[\"']+|[\"']+$", "");
      return !bare.isBlank()
          && bare.indexOf(OPEN) < 0
          && !bare.matches("(?s)\\\\?\\$.*|[`<(].*|\\{\\{.*|%[^%]+%|\\*+|(?:env|file|fd):.*")
          && !NO_SECRETS.contains(bare.toLowerCase(Locale.ROOT));
    }

    /** The variables it is made of. */
    List<String> variables() {
      return Pattern.compile(OPEN + "([^" + CLOSE + "]*)" + CLOSE)
          .matcher(value)
          .results()
          .map(use -> use.group(1))
          .toList();
    }

    @Override
    public String toString() {
      return what;
    }
  }

  /** The value of a header that logs in. */
  static Place header(String name, String value) {
    return new Place(name, OF_SCHEME.matcher(marked(value).strip()).replaceFirst(""));
  }

  /** In any text: an address, a header, a body, a command. */
  static List<Place> in(String text) {
    return plain(marked(text));
  }

  /** In a line or script for the command interpreter of a machine. */
  static List<Place> inShell(String text) {
    String marked = marked(text);
    List<Place> places = plain(marked);
    places.addAll(ShellSecrets.in(marked));
    return places;
  }

  /** Uses of variables hold a colon, which would read as the one between a name and a password. */
  private static String marked(String text) {
    return USE.matcher(text).replaceAll(OPEN + "$1" + CLOSE);
  }

  private static List<Place> plain(String text) {
    List<Place> places = new ArrayList<>();
    PATTERNS.forEach((what, pattern) -> {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        places.add(new Place(what.substring(0, what.lastIndexOf('#')), last(matcher)));
      }
    });
    return places;
  }

  private static String last(Matcher matcher) {
    for (int i = matcher.groupCount(); i > 0; i--) {
      String group = matcher.group(i);
      if (group != null) {
        return group;
      }
    }
    return "";
  }

  private SecretPlaces() {}
}
