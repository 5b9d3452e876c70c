package vn.lachan.registry;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The words behind {@code lachan registry}. */
public final class RegistryCommand {
  /** Exit code for a registry in order. */
  public static final int SOUND = 0;

  /** Exit code for a registry with problems. */
  public static final int PROBLEMS = 1;

  /** Exit code for words that cannot be understood or a folder that cannot be used. */
  public static final int WRONG_USAGE = 2;

  private static final String USAGE =
      "Cách dùng: lachan registry check THƯ_MỤC | lachan registry sample THƯ_MỤC";

  /**
   * Runs {@code args}, the words after {@code registry}: {@code check DIR} lists every problem,
   * {@code sample DIR} writes the sample to be edited.
   *
   * @return 0 in order, 1 problems found, 2 wrong usage
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.size() != 2) {
      err.println(USAGE);
      return WRONG_USAGE;
    }
    try {
      Path folder = Path.of(args.get(1));
      return switch (args.getFirst()) {
        case "check" -> check(folder, out, err);
        case "sample" -> sample(folder, out);
        default -> {
          err.println(USAGE);
          yield WRONG_USAGE;
        }
      };
    } catch (InvalidPathException e) {
      err.println("Không phải là đường dẫn: " + e.getReason());
      return WRONG_USAGE;
    } catch (IOException e) {
      err.println("Không ghi được: " + e.getMessage());
      return WRONG_USAGE;
    }
  }

  private static int check(Path folder, PrintStream out, PrintStream err) {
    if (!Files.isDirectory(folder)) {
      err.println("Không có thư mục: " + folder);
      return WRONG_USAGE;
    }
    return switch (RegistryFiles.load(folder)) {
      case RegistryLoad.Loaded(Registry registry) -> {
        out.println(
            "Hợp lệ: %d đơn vị, %d hệ thống, %d cán bộ, %d chứng thư, %d quyền gọi dịch vụ"
                .formatted(
                    registry.units().size(),
                    registry.systems().size(),
                    registry.officials().size(),
                    registry.certificates().size(),
                    registry.grants().size()));
        yield SOUND;
      }
      case RegistryLoad.Rejected(List<RegistryLoad.Problem> problems) -> {
        problems.forEach(out::println);
        err.println("Có " + problems.size() + " lỗi; không nạp gì cả.");
        yield PROBLEMS;
      }
    };
  }

  private static int sample(Path folder, PrintStream out) throws IOException {
    RegistryFiles.writeSample(folder);
    out.println("Đã ghi bộ danh mục mẫu vào " + folder);
    return SOUND;
  }
}
