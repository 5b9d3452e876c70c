package vn.lachan.incidents;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.handling.IncidentGroupingContract;
import vn.lachan.incidents.handling.IncidentsContract;
import vn.lachan.incidents.queue.AlertQueueContract;
import vn.lachan.incidents.sharing.SharingContract;
import vn.lachan.incidents.task.CoordinationContract;

/** The same contracts on a real PostgreSQL. */
class PostgreSqlIT {

  @Nested
  class Queue implements AlertQueueContract {
    @TempDir Path folder;

    @Override
    public TestDesk desk() {
      return new TestDesk(TestDatabase.postgres(), folder);
    }
  }

  @Nested
  class Cases implements IncidentsContract {
    @TempDir Path folder;

    @Override
    public TestDesk desk() {
      return new TestDesk(TestDatabase.postgres(), folder);
    }
  }

  @Nested
  class Coordination implements CoordinationContract {
    @TempDir Path folder;

    @Override
    public TestDesk desk() {
      return new TestDesk(TestDatabase.postgres(), folder);
    }
  }

  @Nested
  class Grouping implements IncidentGroupingContract {
    @TempDir Path folder;

    @Override
    public TestDesk desk() {
      return new TestDesk(TestDatabase.postgres(), folder);
    }
  }

  @Nested
  class Labelled implements SharingContract {
    @TempDir Path folder;

    @Override
    public TestDesk desk() {
      return new TestDesk(TestDatabase.postgres(), folder);
    }
  }
}
