package vn.lachan.backup.command;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.backup.drill.ChainedMinutes;
import vn.lachan.backup.drill.DrillEnd;
import vn.lachan.backup.drill.DrillMinutes;
import vn.lachan.backup.drill.MinutesPrinter;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.seal.HttpTimestampAuthority;
import vn.lachan.backup.signature.seal.MinutesChain;
import vn.lachan.backup.signature.seal.PdfSealer;
import vn.lachan.backup.signature.seal.SealingKey;
import vn.lachan.backup.signature.seal.TimestampAuthority;

/**
 * The minutes of a drill from the command line: chained in {@code --minutes}, by default {@code
 * drill-minutes} in the history folder, or beside it where the platform keeps its own; signed with
 * {@code --seal-key}.
 */
final class KeptMinutes implements DrillMinutes {

  private static final Duration TIMESTAMP_WITHIN = Duration.ofSeconds(20);
  private static final String FOLDER = "drill-minutes";

  private final Optional<DrillMinutes> minutes;
  private final List<MinutesChain.Sealed> written = new ArrayList<>();
  private @Nullable String failure;

  private KeptMinutes(Optional<DrillMinutes> minutes) {
    this.minutes = minutes;
  }

  /** A key that cannot be used is a failure before anything is drilled. */
  static KeptMinutes of(Call call, BackupPlan plan) {
    CommandArguments given = call.given();
    Optional<PdfSealer> sealer = given.first("seal-key").map(key -> sealer(call, Call.path(key)));
    MinutesChain chain = new MinutesChain(folder(call), sealer);
    MinutesPrinter.Names names = new MinutesPrinter.Names(plan.system(), plan.unit());
    return new KeptMinutes(
        call.minutes().map(printer -> new ChainedMinutes(chain, printer.get(), names)));
  }

  private static Path folder(Call call) {
    CommandArguments given = call.given();
    Path history = Call.path(given.required("history"));
    Path beside = history.resolveSibling(FOLDER);
    return given
        .first("minutes")
        .map(Call::path)
        .orElse(Files.isDirectory(beside) ? beside : history.resolve(FOLDER));
  }

  private static PdfSealer sealer(Call call, Path key) {
    CommandArguments given = call.given();
    SealingKey sealing = SealingKey.fromFiles(key, Call.path(given.required("seal-password-file")));
    @Nullable TimestampAuthority timestamps =
        given.first("timestamps").map(KeptMinutes::authority).orElse(null);
    return new PdfSealer(sealing, timestamps, call.clock());
  }

  private static TimestampAuthority authority(String address) {
    try {
      return new HttpTimestampAuthority(URI.create(address), TIMESTAMP_WITHIN);
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException("--timestamps: không phải địa chỉ: " + address);
    }
  }

  @Override
  public Optional<MinutesChain.Sealed> write(DrillEnd end, Actor by) {
    try {
      Optional<MinutesChain.Sealed> sealed = minutes.flatMap(kept -> kept.write(end, by));
      sealed.ifPresent(written::add);
      return sealed;
    } catch (SignatureException e) {
      failure = e.getMessage();
      throw e;
    }
  }

  /** Says where the minutes are; false when there should be some and are none. */
  boolean show(Call call) {
    for (MinutesChain.Sealed sealed : written) {
      call.output()
          .write(
              "biên bản số %d: %s; %s"
                  .formatted(sealed.link().number(), sealed.file(), sealed.seal().vietnamese()),
              "minutes",
              sealed.link().number(),
              "file",
              sealed.file().toString(),
              "sha256",
              sealed.sha256(),
              "seal",
              sealed.seal().level().name());
    }
    if (failure != null) {
      call.complain("không lập được biên bản: " + failure);
    }
    return failure == null;
  }
}
