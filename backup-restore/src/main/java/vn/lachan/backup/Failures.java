package vn.lachan.backup;

import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.CorruptRepositoryException;
import vn.lachan.backup.repository.PasswordException;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.RepositoryLockedException;

/** A repository's failures in words for an official, with the technical words behind. */
public final class Failures {

  private Failures() {}

  /** One line in Vietnamese. */
  public static String describe(RepositoryException failure) {
    String kind =
        switch (failure) {
          case BackendException e -> "Không đọc hoặc không ghi được kho sao lưu: ";
          case CorruptRepositoryException e -> "Kho sao lưu bị hỏng: ";
          case PasswordException e -> "Không mở được kho bằng mật khẩu này: ";
          case RepositoryLockedException e -> "Kho sao lưu đang bị khoá: ";
        };
    return kind + failure.getMessage();
  }
}
