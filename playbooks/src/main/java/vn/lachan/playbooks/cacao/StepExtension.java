package vn.lachan.playbooks.cacao;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our extension of a step (docs/formats/playbook-extension.md).
 *
 * @param mandatory the incident cannot be closed before its task is finished
 * @param clock id of the reporting clock it fulfils; empty for none
 * @param idempotent whether its commands may be repeated; null: as the command says
 * @param destructive whether it destroys or interrupts something
 * @param approval who has to agree before it is carried out; null for nobody
 * @param compensation id of the step that takes it back; empty for none
 * @param retry how a failed command is tried again; null for never
 * @param success what counts as success; null: as the command says
 * @param search what a search looks over; its defaults when nothing is said
 * @param notice whom a notice goes to; null for none
 */
public record StepExtension(
    boolean mandatory,
    String clock,
    @Nullable Boolean idempotent,
    boolean destructive,
    @Nullable Approval approval,
    String compensation,
    @Nullable Retry retry,
    @Nullable Success success,
    Search search,
    @Nullable Notice notice) {
  public static final StepExtension NONE =
      new StepExtension(false, "", null, false, null, "", null, null, Search.LAST_DAY, null);

  /**
   * Who has to agree before a step is carried out.
   *
   * @param roles roles any of which may agree; empty for all
   * @param count how many people, at least 1
   * @param notRequester whether who started the run may not be one of them
   */
  public record Approval(List<String> roles, int count, boolean notRequester) {
    public Approval {
      roles = List.copyOf(roles);
      count = Math.max(1, count);
    }
  }

  /**
   * How a command that failed is tried again; only one that may be repeated is.
   *
   * @param max how often it is tried in all, at least 1
   * @param backoffMillis pause before the second attempt; it doubles before each further one
   */
  public record Retry(int max, long backoffMillis) {
    public Retry {
      max = Math.max(1, max);
      backoffMillis = Math.max(0, backoffMillis);
    }
  }

  /**
   * What counts as success, all of it.
   *
   * @param status HTTP statuses; empty: 200 to 299
   * @param exitCodes exit codes of a command; empty: 0
   * @param matches RE2 expression that is found in the answer; empty for anything
   */
  public record Success(List<Integer> status, List<Integer> exitCodes, String matches) {
    public Success {
      status = List.copyOf(status);
      exitCodes = List.copyOf(exitCodes);
    }
  }

  /**
   * What a search looks over; variables are filled in.
   *
   * @param from RFC 3339; empty: a day before {@code to}
   * @param to RFC 3339; empty: now
   * @param limit how many ids are wanted at most
   */
  public record Search(String from, String to, int limit) {
    static final Search LAST_DAY = new Search("", "", 100);
  }

  /**
   * Whom a notice goes to.
   *
   * @param to names of recipients that the settings know; never addresses
   * @param subject one line
   */
  public record Notice(List<String> to, String subject) {
    public Notice {
      to = List.copyOf(to);
    }
  }
}
