package vn.lachan.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The forms that are known. A file that cannot be read is refused with its line; the others stay.
 *
 * @param all forms in the order of their files
 * @param rejected why files were refused
 */
public record ReportForms(List<ReportForm> all, List<FormProblem> rejected) {
  private static final List<String> BUILT_IN =
      List.of(
          "su-co-phieu-ghi-nhan.yml",
          "su-co-thong-bao-ban-dau.yml",
          "su-co-bao-cao.yml",
          "su-co-bao-cao-ket-thuc.yml",
          "dlcn-bien-ban-xac-nhan.yml",
          "su-co-danh-gia-sau.yml",
          "chung-cu-bien-ban-thu-thap.yml",
          "dien-tap-bien-ban.yml",
          "mau-08-nd356.yml",
          "thong-bao-chu-the.yml",
          "mau-08-nd331.yml",
          "mau-01-tt20.yml",
          "mau-02-tt20.yml",
          "mau-03-tt20.yml",
          "mau-04-tt20.yml",
          "mau-05-tt20.yml",
          "mau-03-nd13.yml",
          "tuan-thu-cap-do-3.yml");

  public ReportForms {
    all = List.copyOf(all);
    rejected = List.copyOf(rejected);
  }

  /** The forms that come with the product. */
  public static ReportForms builtIn() {
    Collecting forms = new Collecting();
    for (String name : BUILT_IN) {
      try (InputStream in = ReportForms.class.getResourceAsStream("/forms/" + name)) {
        if (in == null) {
          throw new IllegalStateException("form is missing from the product: " + name);
        }
        forms.add(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read form " + name, e);
      }
    }
    return forms.done();
  }

  /** The forms of a folder ({@code *.yml}); a form of the same id takes the place of ours. */
  public ReportForms with(Path folder) {
    Collecting forms = new Collecting();
    forms.all.addAll(all);
    forms.rejected.addAll(rejected);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
        forms.add(file.toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read forms in " + folder, e);
    }
    return forms.done();
  }

  public Optional<ReportForm> find(String id) {
    return all.stream().filter(form -> form.id().equals(id)).findFirst();
  }

  /** The forms of an incident that keeps this legal profile and that are used on {@code day}. */
  public List<ReportForm> ofIncident(String profile, LocalDate day) {
    return about(ReportForm.Subject.INCIDENT, day).stream()
        .filter(form -> form.isOf(profile))
        .toList();
  }

  /** The forms about {@code subject} that are used on {@code day}. */
  public List<ReportForm> about(ReportForm.Subject subject, LocalDate day) {
    return all.stream().filter(f -> f.subject() == subject && f.inForce(day)).toList();
  }

  private static final class Collecting {
    private final List<ReportForm> all = new ArrayList<>();
    private final List<FormProblem> rejected = new ArrayList<>();

    void add(String file, String text) {
      try {
        ReportForm form = FormParser.parse(text);
        all.removeIf(known -> known.id().equals(form.id()));
        all.add(form);
      } catch (FormParser.FormException e) {
        rejected.add(new FormProblem(file, e.line(), String.valueOf(e.getMessage())));
      } catch (IllegalArgumentException e) {
        rejected.add(new FormProblem(file, 1, String.valueOf(e.getMessage())));
      }
    }

    ReportForms done() {
      return new ReportForms(all, rejected);
    }
  }
}
