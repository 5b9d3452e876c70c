package vn.lachan.incidents.delivery;

import java.util.List;
import java.util.Set;
import vn.lachan.incidents.notice.Notice;

/** Knows who is meant by the recipient of a notice. Asked often; safe for several threads. */
@FunctionalInterface
public interface Addressees {

  /** The people who may sign in now and are meant; nobody twice. */
  List<Person> of(Notice.Recipient recipient);

  /**
   * Somebody.
   *
   * @param unit code of the person's unit
   * @param roles names of roles
   * @param province whether the person may see the whole province
   */
  record Person(String account, String unit, Set<String> roles, boolean province) {
    public Person {
      roles = Set.copyOf(roles);
    }
  }
}
