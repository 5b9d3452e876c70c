package vn.lachan.backup.signature;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.crypto.Data;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.URIReference;
import javax.xml.crypto.URIReferenceException;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.apache.xml.security.Init;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Looks into one ds:Signature element with its XAdES properties. Used once. */
final class XmlSignatureCheck {
  private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
  private static final String SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties";
  private static final String DSIG = XMLSignature.XMLNS;
  private static final int MAX_REFERENCES = 30;
  private static final Set<String> TRANSFORMS =
      Set.of(
          Transform.ENVELOPED,
          CanonicalizationMethod.EXCLUSIVE,
          CanonicalizationMethod.EXCLUSIVE_WITH_COMMENTS,
          CanonicalizationMethod.INCLUSIVE,
          CanonicalizationMethod.INCLUSIVE_WITH_COMMENTS,
          CanonicalizationMethod.INCLUSIVE_11,
          CanonicalizationMethod.INCLUSIVE_11_WITH_COMMENTS,
          Transform.BASE64);

  static {
    Init.init();
  }

  private final Document document;
  private final Element element;
  private final Finding finding;
  private final Timestamps timestamps;

  XmlSignatureCheck(Document document, Element element, Finding finding, Timestamps timestamps) {
    this.document = document;
    this.element = element;
    this.finding = finding;
    this.timestamps = timestamps;
  }

  void run() {
    certificates();
    properties();
    X509Certificate signer = finding.signer;
    if (signer == null) {
      finding.unproved(ReasonCode.NO_SIGNING_CERTIFICATE, "");
      return;
    }
    DOMValidateContext context =
        new DOMValidateContext(KeySelector.singletonKeySelector(signer.getPublicKey()), element);
    context.setProperty("org.jcp.xml.dsig.secureValidation", true);
    XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
    context.setURIDereferencer(new Inside(factory.getURIDereferencer()));
    try {
      XMLSignature signature = factory.unmarshalXMLSignature(context);
      if (isAcceptable(signature)) {
        verify(signature, context, signer.getPublicKey());
      }
    } catch (MarshalException e) {
      unusable(e);
    }
    stamps();
  }

  /** Weak functions are refused by the JDK when it reads: they are a finding of their own. */
  private void unusable(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (algorithms().stream().anyMatch(XmlSignatureCheck::isWeak)) {
      finding.unproved(ReasonCode.WEAK_DIGEST, String.join(", ", algorithms()));
    } else if (message.contains("weak") || message.contains("keysize")) {
      finding.unproved(ReasonCode.WEAK_KEY, message);
    } else {
      finding.broken(ReasonCode.MALFORMED, message);
    }
  }

  private List<String> algorithms() {
    List<String> found = new java.util.ArrayList<>();
    for (String name : List.of("SignatureMethod", "DigestMethod")) {
      NodeList nodes = element.getElementsByTagNameNS(DSIG, name);
      for (int i = 0; i < nodes.getLength(); i++) {
        found.add(((Element) nodes.item(i)).getAttributeNS(null, "Algorithm"));
      }
    }
    return found;
  }

  private static boolean isWeak(String algorithm) {
    return algorithm.endsWith("sha1") || algorithm.endsWith("md5");
  }

  /** Whether the references may be followed; says why not. */
  private boolean isAcceptable(XMLSignature signature) {
    List<Reference> references = signature.getSignedInfo().getReferences();
    if (references.size() > MAX_REFERENCES) {
      finding.unproved(ReasonCode.LIMIT_EXCEEDED, references.size() + " tham chiếu");
      return false;
    }
    boolean whole = false;
    boolean properties = false;
    for (Reference reference : references) {
      String uri = reference.getURI();
      if (uri == null || !(uri.isEmpty() || uri.startsWith("#")) || uri.startsWith("#xpointer")) {
        finding.broken(ReasonCode.EXTERNAL_REFERENCE, String.valueOf(uri));
        return false;
      }
      for (Transform transform : reference.getTransforms()) {
        if (!TRANSFORMS.contains(transform.getAlgorithm())) {
          finding.broken(ReasonCode.TRANSFORM_NOT_ALLOWED, transform.getAlgorithm());
          return false;
        }
      }
      Element target = target(uri);
      whole |= target != null && target.isSameNode(document.getDocumentElement());
      properties |=
          SIGNED_PROPERTIES.equals(reference.getType())
              && target != null
              && target.isSameNode(signedProperties());
    }
    cover(whole);
    if (signedProperties() != null && !properties) {
      finding.broken(ReasonCode.CONTENT_CHANGED, "SignedProperties không được ký");
    }
    return true;
  }

  private void cover(boolean whole) {
    finding.coverage = whole ? Coverage.WHOLE_FILE : Coverage.PART;
    if (!whole) {
      finding.broken(ReasonCode.ROOT_NOT_COVERED, "");
    }
  }

  private @Nullable Element target(String uri) {
    return uri.isEmpty()
        ? document.getDocumentElement()
        : document.getElementById(uri.substring(1));
  }

  private void verify(XMLSignature signature, DOMValidateContext context, PublicKey key) {
    try {
      if (!signature.getSignatureValue().validate(context)) {
        finding.broken(ReasonCode.SIGNATURE_WRONG, key.getAlgorithm());
      }
      for (Reference reference : signature.getSignedInfo().getReferences()) {
        if (!reference.validate(context)) {
          finding.broken(
              ReasonCode.CONTENT_CHANGED,
              reference.getURI().isEmpty() ? "toàn tài liệu" : reference.getURI());
        }
      }
    } catch (XMLSignatureException e) {
      if (algorithms().stream().anyMatch(XmlSignatureCheck::isWeak)) {
        unusable(e);
      } else {
        finding.broken(ReasonCode.SIGNATURE_WRONG, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Only the document itself is ever looked into. */
  private static final class Inside implements URIDereferencer {
    private final URIDereferencer standard;

    Inside(URIDereferencer standard) {
      this.standard = standard;
    }

    @Override
    public Data dereference(URIReference reference, XMLCryptoContext context)
        throws URIReferenceException {
      String uri = reference.getURI();
      if (uri == null || !(uri.isEmpty() || uri.startsWith("#"))) {
        throw new URIReferenceException("outside the document: " + uri);
      }
      return standard.dereference(reference, context);
    }
  }

  /** The first certificate of KeyInfo that the signed properties name, or simply the first. */
  private void certificates() {
    NodeList found = element.getElementsByTagNameNS(DSIG, "X509Certificate");
    for (int i = 0; i < found.getLength(); i++) {
      decode(found.item(i)).ifPresent(finding.evidence::addCertificate);
    }
    List<X509Certificate> all = finding.evidence.certificates();
    finding.signer =
        all.stream()
            .filter(this::isNamed)
            .findFirst()
            .orElse(all.isEmpty() ? null : all.getFirst());
    if (finding.signer != null && certDigest() != null && !isNamed(finding.signer)) {
      finding.broken(ReasonCode.CERTIFICATE_MISMATCH, "");
    }
  }

  private boolean isNamed(X509Certificate certificate) {
    Element digest = certDigest();
    Element method = digest == null ? null : first(digest, DSIG, "DigestMethod");
    Element value = digest == null ? null : first(digest, DSIG, "DigestValue");
    if (method == null || value == null) {
      return false;
    }
    String algorithm = method.getAttributeNS(null, "Algorithm");
    try {
      byte[] actual =
          Certificates.digest(
              WeakDigests.jdkName(
                  algorithm.replaceFirst(".*#", "").toUpperCase(java.util.Locale.ROOT)),
              certificate.getEncoded());
      return decode(value).filter(named -> MessageDigest.isEqual(actual, named)).isPresent();
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      return false;
    }
  }

  private @Nullable Element certDigest() {
    Element properties = signedProperties();
    return properties == null ? null : first(properties, XADES, "CertDigest");
  }

  private @Nullable Element signedProperties() {
    return first(element, XADES, "SignedProperties");
  }

  private void properties() {
    Element properties = signedProperties();
    Element time = properties == null ? null : first(properties, XADES, "SigningTime");
    if (time != null) {
      try {
        finding.claimed = OffsetDateTime.parse(time.getTextContent().strip()).toInstant();
      } catch (DateTimeException e) {
        finding.note(ReasonCode.MALFORMED, "SigningTime: " + time.getTextContent());
      }
    }
    each("EncapsulatedX509Certificate", finding.evidence::addCertificate);
    each("EncapsulatedCRLValue", finding.evidence::addList);
    each("EncapsulatedOCSPValue", finding.evidence::addAnswer);
  }

  private void each(String name, java.util.function.Consumer<byte[]> taker) {
    NodeList found = element.getElementsByTagNameNS(XADES, name);
    for (int i = 0; i < found.getLength(); i++) {
      decode(found.item(i)).ifPresent(taker);
    }
  }

  /** SignatureTimeStamp (EN 319 132-1, 5.3): over the canonical SignatureValue. */
  private void stamps() {
    NodeList found = element.getElementsByTagNameNS(XADES, "SignatureTimeStamp");
    Element value = first(element, DSIG, "SignatureValue");
    for (int i = 0; i < found.getLength() && value != null; i++) {
      Element stamp = (Element) found.item(i);
      Element method = first(stamp, DSIG, "CanonicalizationMethod");
      Element token = first(stamp, XADES, "EncapsulatedTimeStamp");
      Optional<byte[]> der = token == null ? Optional.empty() : decode(token);
      Optional<byte[]> canonical =
          canonical(
              value,
              method == null
                  ? CanonicalizationMethod.INCLUSIVE
                  : method.getAttributeNS(null, "Algorithm"));
      finding.stamps.add(
          der.isPresent() && canonical.isPresent()
              ? timestamps.check(der.get(), canonical.get(), finding.evidence)
              : new TimestampStatus.Invalid("", "cấu trúc hỏng"));
    }
  }

  private static Optional<byte[]> canonical(Element value, String algorithm) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Canonicalizer.getInstance(algorithm).canonicalizeSubtree(value, out);
      return Optional.of(out.toByteArray());
    } catch (XMLSecurityException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> decode(Node node) {
    try {
      return Optional.of(Base64.getMimeDecoder().decode(node.getTextContent().strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Element first(Element parent, String space, String name) {
    NodeList found = parent.getElementsByTagNameNS(space, name);
    return found.getLength() == 0 ? null : (Element) found.item(0);
  }
}
