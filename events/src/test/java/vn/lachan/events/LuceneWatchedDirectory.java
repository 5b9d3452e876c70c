package vn.lachan.events;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/** Lets a test act at a certain moment of the life of a directory, once. */
final class LuceneWatchedDirectory extends FilterDirectory {

  /** When the test acts. */
  enum Moment {
    LIST,
    READ,
    WRITE,
    CLOSE
  }

  /** What the test does. */
  interface Act {
    void run() throws IOException;
  }

  private record Plan(Moment moment, Act act) {}

  private final AtomicReference<Plan> plan = new AtomicReference<>();
  private volatile boolean closed;

  LuceneWatchedDirectory(Directory in) {
    super(in);
  }

  /** The next time it is {@code moment}, {@code act} comes first. */
  void at(Moment moment, Act act) {
    plan.set(new Plan(moment, act));
  }

  boolean isClosed() {
    return closed;
  }

  private void reach(Moment moment) throws IOException {
    Plan now = plan.get();
    if (now != null && now.moment() == moment && plan.compareAndSet(now, null)) {
      now.act().run();
    }
  }

  @Override
  public String[] listAll() throws IOException {
    reach(Moment.LIST);
    return super.listAll();
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    reach(Moment.READ);
    return super.openInput(name, context);
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    reach(Moment.WRITE);
    return super.createOutput(name, context);
  }

  @Override
  public void close() throws IOException {
    reach(Moment.CLOSE);
    super.close();
    closed = true;
  }
}
