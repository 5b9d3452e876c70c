package vn.lachan.events;

class LuceneEventStoreTest implements EventStoreContract {

  @Override
  public EventStore store() {
    return LuceneEventStore.inMemory();
  }
}
