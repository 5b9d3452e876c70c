package vn.lachan.playbooks.cacao;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.lachan.playbooks.cacao.SecretPlaces.Place;

/**
 * Finds the options by which programs take passwords, in the words of a command line; for one
 * command of a line, used once.
 */
final class ShellSecrets {
  private static final int DEEPEST = 3;

  /** Options with the secret in the same word, by program. */
  private static final Map<String, Set<String>> ATTACHED =
      table(
          "mysql mysqldump mysqladmin mysqlimport mysqlshow mysqlcheck mariadb mariadb-dump"
              + " mariadb-admin sshpass 7z 7za rar unrar rdesktop: -p",
          "sqlcmd bcp osql isql: -P",
          "ldapsearch ldapmodify ldapadd ldapdelete ldapmodrdn: -w",
          "xfreerdp wfreerdp: /p:");

  /** Options with the secret in the next word, by program. */
  private static final Map<String, Set<String>> NEXT =
      table(
          "sshpass psexec psexec64 rdesktop mongo mongosh mongodump mongorestore mongoexport"
              + " evil-winrm: -p",
          "docker_login podman_login az_login helm_login oras_login: -p",
          "sqlcmd bcp osql isql zip unzip ipmitool: -P",
          "plink pscp psftp putty kitty: -pw",
          "ldapsearch ldapmodify ldapadd ldapdelete ldapmodrdn ldappasswd: -w",
          "redis-cli: -a",
          "curl: --pass --proxy-pass",
          "snmpget snmpset snmpwalk: -A -X",
          "keytool jarsigner: -storepass -keypass -srcstorepass -deststorepass",
          "schtasks: /p /rp /P /RP");

  /** Options with {@code name:secret} in the next word, by program; and what stands between. */
  private static final Map<String, Set<String>> NAMED =
      table(
          "curl: -u --user -U --proxy-user",
          "lftp ftp: -u",
          "smbclient rpcclient net winexe smbmap smbget: -U --user");

  private static final Map<String, String> BETWEEN =
      Map.of(
          "lftp",
          ",",
          "ftp",
          ",",
          "smbclient",
          "%",
          "rpcclient",
          "%",
          "net",
          "%",
          "winexe",
          "%",
          "smbmap",
          "%",
          "smbget",
          "%");

  /** Their {@code --password} asks at the keyboard. */
  private static final Pattern ASKS =
      Pattern.compile("(?:mysql|mariadb|pg_|psql|createdb|dropdb|createuser|vacuumdb).*");

  private static final Pattern OPTION =
      Pattern.compile(
          "(?i)--?((?:[a-z0-9]{1,30}[-_]){0,4}?(?:[a-z0-9]{0,30}(?:password|passwd|passphrase)|pass"
              + "|token|api-?key|client-secret|secret-key|secret-access-key|shared-secret))"
              + "(?:[=:](.*))?");
  private static final Pattern NO_VALUE =
      Pattern.compile(
          "(?i)(?:no|ask|prompt|reset|change|set|require|force|expire|skip|without|use|with)[-_].*"
              + "|pass");
  private static final Pattern SLASH = Pattern.compile("(?i)/(pass|password|pwd|pw):(.*)");
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?i)([a-z0-9_]{0,60}(?:password|passwd|passphrase)|sshpass|(?:[a-z0-9_]{0,60}_)?"
              + "(?:pass|pwd|token|secret|secret_key|api_?key|access_key|private_key))=(.*)",
          Pattern.DOTALL);
  private static final Set<String> FOLDERS = Set.of("pwd", "oldpwd");

  /** Programs that run a word as a command of its own. */
  private static final Set<String> RUNNERS =
      Set.of(
          "sh",
          "bash",
          "dash",
          "zsh",
          "ksh",
          "cmd",
          "powershell",
          "pwsh",
          "ssh",
          "su",
          "eval",
          "iex",
          "invoke-expression",
          "plink",
          "psexec",
          "wsl",
          "watch",
          "winexe");

  /** Programs whose words are texts. */
  private static final Set<String> TALKERS =
      Set.of("echo", "printf", "logger", "grep", "egrep", "write-host", "write-output", "rem");

  /** Programs whose options are theirs, whatever program called them. */
  private static final Set<String> OTHERS = Set.of("ssh", "scp", "sftp", "rsync");

  /** Programs that take a secret without any option. */
  private static final Set<String> PLAIN = Set.of("openssl", "sqlplus");

  private final int depth;
  private final List<Place> places;
  private final Set<String> programs = new HashSet<>();
  private final List<String> words = new ArrayList<>();
  private String before = "";
  private boolean asks;

  private ShellSecrets(int depth, List<Place> places) {
    this.depth = depth;
    this.places = places;
  }

  /** In a line in which the uses of variables are single words. */
  static List<Place> in(String line) {
    List<Place> places = new ArrayList<>();
    read(line, 0, places);
    return places;
  }

  private static void read(String line, int depth, List<Place> places) {
    for (List<String> command : ShellWords.commands(line)) {
      ShellSecrets one = new ShellSecrets(depth, places);
      for (String word : command) {
        one.word(word);
      }
      one.netWords();
    }
  }

  private void word(String word) {
    String program = program(word);
    boolean talks = !words.isEmpty() && TALKERS.contains(program(words.getFirst()));
    if (!talks) {
      options(word);
    }
    if (depth < DEEPEST
        && word.indexOf(' ') >= 0
        && programs.stream().anyMatch(RUNNERS::contains)) {
      read(word, depth + 1, places);
    }
    if (OTHERS.contains(program)) {
      programs.clear();
    }
    remember(program);
    remember(program(before) + "_" + program);
    words.add(word);
    before = word;
  }

  /** Other words take no part, so that a long line takes time in proportion to its length. */
  private void remember(String program) {
    boolean known =
        ATTACHED.containsKey(program)
            || NEXT.containsKey(program)
            || NAMED.containsKey(program)
            || RUNNERS.contains(program)
            || PLAIN.contains(program);
    if (known) {
      programs.add(program);
    }
    asks |= program.length() < 30 && ASKS.matcher(program).matches();
  }

  private void options(String word) {
    attached(word);
    next(word);
    switch (word.isEmpty() ? ' ' : word.charAt(0)) {
      case '-' -> whole(OPTION, word, "--");
      case '/' -> whole(SLASH, word, "/");
      default -> {
        Matcher assignment = ASSIGNMENT.matcher(word.indexOf('=') < 0 ? "" : word);
        if (assignment.matches()
            && !FOLDERS.contains(assignment.group(1).toLowerCase(Locale.ROOT))) {
          add(assignment.group(1), assignment.group(2));
        }
      }
    }
    if (programs.contains("openssl") && word.startsWith("pass:")) {
      add("openssl pass:", word.substring("pass:".length()));
    }
    if (programs.contains("sqlplus") && word.matches("[^/@\\s]{1,100}/[^/@\\s]{1,100}(?:@.*)?")) {
      add("sqlplus", word.substring(word.indexOf('/') + 1).replaceFirst("@.*", ""));
    }
  }

  /** A word that is an option and its value. */
  private void whole(Pattern pattern, String word, String before) {
    Matcher option = pattern.matcher(word);
    if (option.matches() && option.group(2) != null) {
      add(before + option.group(1), option.group(2));
    }
  }

  private void attached(String word) {
    for (String program : programs) {
      for (String option : ATTACHED.getOrDefault(program, Set.of())) {
        if (word.startsWith(option) && word.length() > option.length()) {
          add(program + " " + option, word.substring(option.length()));
        }
      }
      for (String option : NAMED.getOrDefault(program, Set.of())) {
        if (word.startsWith(option + "=")
            || (!option.startsWith("--") && word.startsWith(option))) {
          named(program, option, word.substring(option.length()));
        }
      }
    }
  }

  /** The word before may have been an option that takes this one. */
  private void next(String word) {
    for (String program : programs) {
      if (NEXT.getOrDefault(program, Set.of()).contains(before) && !word.startsWith("-")) {
        add(program.replace('_', ' ') + " " + before, word);
      }
      if (NAMED.getOrDefault(program, Set.of()).contains(before)) {
        named(program, before, word);
      }
    }
    Matcher option = OPTION.matcher(before.startsWith("-") ? before : "");
    if (option.matches()
        && option.group(2) == null
        && !NO_VALUE.matcher(option.group(1)).matches()
        && !word.startsWith("-")
        && !asks) {
      add("--" + option.group(1), word);
    }
  }

  private void named(String program, String option, String word) {
    int cut = word.indexOf(BETWEEN.getOrDefault(program, ":"));
    if (cut >= 0) {
      add(program + " " + option, word.substring(cut + 1));
    }
  }

  /** {@code net use} and {@code net user} take a password without any option. */
  private void netWords() {
    int net = words.stream().map(ShellSecrets::program).toList().indexOf("net");
    if (net < 0 || words.size() < net + 3) {
      return;
    }
    String verb = words.get(net + 1).toLowerCase(Locale.ROOT);
    List<String> given =
        words.subList(net + 2, words.size()).stream()
            .filter(word -> !word.startsWith("/") && !word.equals("*"))
            .toList();
    if (verb.equals("user") && given.size() > 1) {
      add("net user", given.get(1));
    } else if (verb.equals("use")) {
      given.stream()
          .filter(word -> !word.startsWith("\\") && !word.matches("[A-Za-z]:"))
          .findFirst()
          .ifPresent(word -> add("net use", word));
    }
  }

  private void add(String what, String value) {
    places.add(new Place(what, value));
  }

  private static String program(String word) {
    String name = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
    String small = name.toLowerCase(Locale.ROOT);
    return small.endsWith(".exe") ? small.substring(0, small.length() - ".exe".length()) : small;
  }

  /** Lines of {@code program program: option option}. */
  private static Map<String, Set<String>> table(String... lines) {
    Map<String, Set<String>> table = new java.util.HashMap<>();
    for (String line : lines) {
      int cut = line.indexOf(": ");
      for (String program : line.substring(0, cut).split(" ", -1)) {
        table
            .computeIfAbsent(program, _ -> new HashSet<>())
            .addAll(List.of(line.substring(cut + 2).split(" ", -1)));
      }
    }
    return table;
  }
}
