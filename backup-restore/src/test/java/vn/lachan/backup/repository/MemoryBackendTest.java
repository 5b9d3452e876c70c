package vn.lachan.backup.repository;

class MemoryBackendTest implements BackendContract {
  @Override
  public Backend backend() {
    return new MemoryBackend();
  }
}
