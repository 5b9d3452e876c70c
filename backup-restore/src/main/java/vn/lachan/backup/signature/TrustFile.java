package vn.lachan.backup.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code trust.yml} and gathers everything that is wrong with it, with lines. */
final class TrustFile {
  private static final long LARGEST = 1L << 20;
  private static final Set<String> ROOT_KEYS = Set.of("file", "family", "name");
  private static final Set<String> INTERMEDIATE_KEYS = Set.of("file");

  private final Path folder;
  private final Path file;
  private final List<TrustedRoot> roots = new ArrayList<>();
  private final List<X509Certificate> intermediates = new ArrayList<>();
  private final List<TrustProblem> problems = new ArrayList<>();

  TrustFile(Path folder) {
    this.folder = folder;
    this.file = folder.resolve("trust.yml");
  }

  Trust read() {
    try {
      if (Files.size(file) > LARGEST) {
        problem(1, "tệp lớn hơn " + LARGEST + " byte");
      } else {
        read(new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(file))));
      }
    } catch (IOException e) {
      problem(1, "không đọc được: " + e.getClass().getSimpleName());
    } catch (MarkedYAMLException e) {
      problem(e.getProblemMark().getLine() + 1, "không phải YAML: " + e.getProblem());
    } catch (YAMLException e) {
      problem(1, "không phải YAML: " + e.getMessage());
    }
    if (roots.isEmpty() && problems.isEmpty()) {
      problem(1, "không có gốc tin cậy nào (roots)");
    }
    return new Trust(roots, intermediates, problems);
  }

  private void read(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      problem(1, "cần các khóa roots và intermediates");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode());
      List<Node> items =
          tuple.getValueNode() instanceof SequenceNode list ? list.getValue() : List.of();
      switch (key) {
        case "roots" -> items.forEach(this::root);
        case "intermediates" -> items.forEach(this::intermediate);
        default -> problem(line(tuple.getKeyNode()), "khóa không biết: " + key);
      }
      if (!(tuple.getValueNode() instanceof SequenceNode)) {
        problem(line(tuple.getValueNode()), key + " phải là một danh sách");
      }
    }
  }

  private void root(Node item) {
    Map<String, Node> values = values(item, ROOT_KEYS);
    Node family = values.get("family");
    Optional<CertificateFamily> known =
        family == null ? Optional.empty() : CertificateFamily.of(text(family));
    if (known.isEmpty()) {
      problem(line(family == null ? item : family), "family phải là cong-vu, cong-cong hoặc khac");
      return;
    }
    Optional<X509Certificate> certificate = certificate(item, values);
    if (certificate.isPresent() && !isSelfIssued(certificate.get())) {
      problem(line(item), "không phải chứng thư gốc (chủ thể khác bên cấp)");
      return;
    }
    Node name = values.get("name");
    certificate.ifPresent(c ->
        roots.add(
            new TrustedRoot(
                c,
                known.get(),
                name == null ? c.getSubjectX500Principal().getName() : text(name))));
  }

  private void intermediate(Node item) {
    certificate(item, values(item, INTERMEDIATE_KEYS)).ifPresent(intermediates::add);
  }

  private Map<String, Node> values(Node item, Set<String> keys) {
    Map<String, Node> values = new HashMap<>();
    if (!(item instanceof MappingNode mapping)) {
      problem(line(item), "mỗi mục là các cặp khóa: giá trị");
      return values;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode());
      if (!keys.contains(key)) {
        problem(line(tuple.getKeyNode()), "khóa không biết: " + key);
      }
      values.put(key, tuple.getValueNode());
    }
    return values;
  }

  private Optional<X509Certificate> certificate(Node item, Map<String, Node> values) {
    Node node = values.get("file");
    if (node == null || text(node).isBlank()) {
      problem(line(item), "thiếu file");
      return Optional.empty();
    }
    String name = text(node);
    try {
      Path path = folder.resolve(name).normalize();
      if (!path.startsWith(folder.normalize())) {
        problem(line(node), "ngoài thư mục tin cậy: " + name);
        return Optional.empty();
      }
      if (Files.size(path) > LARGEST) {
        problem(line(node), "tệp chứng thư quá lớn: " + name);
        return Optional.empty();
      }
      X509Certificate certificate = parse(Files.readAllBytes(path));
      if (certificate.getBasicConstraints() < 0) {
        problem(line(node), "không phải chứng thư của bên cấp (CA): " + name);
        return Optional.empty();
      }
      return Optional.of(certificate);
    } catch (IOException | InvalidPathException e) {
      problem(line(node), "không đọc được " + name + ": " + e.getClass().getSimpleName());
    } catch (CertificateException e) {
      problem(line(node), "không phải chứng thư X.509: " + name);
    }
    return Optional.empty();
  }

  private static X509Certificate parse(byte[] bytes) throws CertificateException {
    if (CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes))
        instanceof X509Certificate certificate) {
      return certificate;
    }
    throw new CertificateException("not X.509");
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private void problem(int line, String message) {
    problems.add(new TrustProblem(file, line, message));
  }
}
