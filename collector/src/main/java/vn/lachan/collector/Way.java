package vn.lachan.collector;

/** How logs come in. */
public enum Way {
  SYSLOG_UDP(false),
  SYSLOG_TCP(false),
  SYSLOG_TLS(false),
  RELP(true),
  BEATS(true),
  NDJSON(true),
  BULK(true),
  OTLP(true),
  FILE(true),
  DATABASE(true),
  OPMON(true),
  KAFKA(true),
  FORWARDER(true),
  /** The platform itself has something to tell. */
  PLATFORM(true);

  private final boolean acknowledged;

  Way(boolean acknowledged) {
    this.acknowledged = acknowledged;
  }

  /**
   * Whether the sender hears that a record is durable, or it can be read again; else what is on the
   * line when it breaks may be lost.
   */
  public boolean acknowledged() {
    return acknowledged;
  }
}
