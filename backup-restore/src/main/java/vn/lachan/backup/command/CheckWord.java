package vn.lachan.backup.command;

import java.time.Duration;
import vn.lachan.backup.Check;
import vn.lachan.backup.CheckScope;
import vn.lachan.backup.CoverageLedger;

/** Checks a repository: its structure, all its data, or a rolling share of it. */
final class CheckWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(0, "read-data", "rolling", "share", "within");
  }

  @Override
  public int run(Call call) {
    Check check = new Check(call.settings(), call.clock());
    CheckScope scope = scope(call.given());
    return CommandReports.show(call.watched(() -> check.run(call.place(), scope)), call.output());
  }

  private static CheckScope scope(CommandArguments given) {
    if (!given.has("rolling")) {
      return given.has("read-data") ? new CheckScope.Everything() : new CheckScope.Structure();
    }
    CoverageLedger ledger = new CoverageLedger(Call.path(given.required("history")));
    Duration window = given.duration("within", Duration.ofDays(30));
    if (window.isZero()) {
      throw new WrongUsageException("--within phải dài hơn 0");
    }
    CheckScope.Rolling daily = CheckScope.Rolling.daily(ledger, window);
    double share = given.share("share", daily.share());
    if (share == 0) {
      throw new WrongUsageException("--share phải lớn hơn 0%");
    }
    return new CheckScope.Rolling(ledger, window, share);
  }
}
