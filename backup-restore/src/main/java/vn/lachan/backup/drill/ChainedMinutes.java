package vn.lachan.backup.drill;

import java.util.Optional;
import vn.lachan.audit.Actor;
import vn.lachan.backup.signature.seal.MinutesChain;

/** Minutes in a chain and nowhere else: those of the command line. */
public final class ChainedMinutes implements DrillMinutes {

  private static final String REASON = "Biên bản diễn tập khôi phục dữ liệu";

  private final MinutesChain chain;
  private final MinutesPrinter printer;
  private final MinutesPrinter.Names names;

  public ChainedMinutes(MinutesChain chain, MinutesPrinter printer, MinutesPrinter.Names names) {
    this.chain = chain;
    this.printer = printer;
    this.names = names;
  }

  @Override
  public Optional<MinutesChain.Sealed> write(DrillEnd end, Actor by) {
    return Optional.of(
        chain.add(
            new MinutesChain.About(end.report().id(), end.state()),
            REASON,
            names.issuer(),
            (link, seal) -> printer.print(end, names, link, seal)));
  }
}
