package vn.lachan.backup.signature.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.XMLStructure;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.seal.SealingKey;
import vn.lachan.backup.signature.seal.TimestampAuthority;

/** Signs XML as XAdES B-B or B-T, enveloped (ETSI EN 319 132-1). */
public final class SampleXml {
  private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
  private static final String DSIG = XMLSignature.XMLNS;
  private static final String SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties";
  private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

  private SampleXml() {}

  /**
   * The document with a signature at the end of its root.
   *
   * @param timestamps null for B-B
   */
  public static byte[] signed(
      byte[] xml, SealingKey key, Instant claimed, @Nullable TimestampAuthority timestamps) {
    try {
      DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
      builders.setNamespaceAware(true);
      Document document = builders.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
      sign(document, key, claimed);
      if (timestamps != null) {
        stamp(document, timestamps);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(xml.length + 8192);
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(document), new StreamResult(out));
      return out.toByteArray();
    } catch (IOException
        | SAXException
        | ParserConfigurationException
        | GeneralSecurityException
        | MarshalException
        | XMLSignatureException
        | TransformerException e) {
      throw new SignatureException("cannot sign a sample XML", e);
    }
  }

  private static void sign(Document document, SealingKey key, Instant claimed)
      throws GeneralSecurityException, MarshalException, XMLSignatureException {
    XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
    Element properties = properties(document, key.certificate(), claimed);
    XMLObject object =
        factory.newXMLObject(List.<XMLStructure>of(new DOMStructure(properties)), null, null, null);
    Reference whole =
        factory.newReference(
            "",
            factory.newDigestMethod(SHA256, null),
            List.of(
                factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                factory.newTransform(
                    CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
            null,
            null);
    Reference signedProperties =
        factory.newReference(
            "#ky-thuoc-tinh",
            factory.newDigestMethod(SHA256, null),
            List.of(
                factory.newTransform(
                    CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
            SIGNED_PROPERTIES,
            null);
    String method =
        "http://www.w3.org/2001/04/xmldsig-more#"
            + (key.privateKey().getAlgorithm().equals("EC") ? "ecdsa-sha256" : "rsa-sha256");
    SignedInfo info =
        factory.newSignedInfo(
            factory.newCanonicalizationMethod(
                CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
            factory.newSignatureMethod(method, null),
            List.of(whole, signedProperties));
    KeyInfoFactory keys = factory.getKeyInfoFactory();
    KeyInfo keyInfo = keys.newKeyInfo(List.of(keys.newX509Data(key.chain())));
    DOMSignContext context = new DOMSignContext(key.privateKey(), document.getDocumentElement());
    context.setDefaultNamespacePrefix("ds");
    Element signed = (Element) properties.getFirstChild();
    signed.setIdAttribute("Id", true);
    context.setIdAttributeNS(signed, null, "Id");
    factory.newXMLSignature(info, keyInfo, List.of(object), "ky", "ky-gia-tri").sign(context);
  }

  private static Element properties(Document document, X509Certificate certificate, Instant claimed)
      throws GeneralSecurityException {
    Element qualifying = document.createElementNS(XADES, "xades:QualifyingProperties");
    qualifying.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:xades", XADES);
    qualifying.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:ds", DSIG);
    qualifying.setAttribute("Target", "#ky");
    Element signed = child(qualifying, "xades:SignedProperties");
    signed.setAttribute("Id", "ky-thuoc-tinh");
    Element properties = child(signed, "xades:SignedSignatureProperties");
    child(properties, "xades:SigningTime")
        .setTextContent(claimed.truncatedTo(ChronoUnit.SECONDS).toString());
    Element cert = child(child(properties, "xades:SigningCertificateV2"), "xades:Cert");
    Element digest = child(cert, "xades:CertDigest");
    Element method = document.createElementNS(DSIG, "ds:DigestMethod");
    method.setAttribute("Algorithm", SHA256);
    digest.appendChild(method);
    Element value = document.createElementNS(DSIG, "ds:DigestValue");
    value.setTextContent(
        Base64.getEncoder()
            .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
    digest.appendChild(value);
    return qualifying;
  }

  private static void stamp(Document document, TimestampAuthority timestamps)
      throws GeneralSecurityException {
    Node value = document.getElementsByTagNameNS(DSIG, "SignatureValue").item(0);
    byte[] canonical = XmlLeaf.exclusive((Element) value);
    byte[] token = timestamps.stamp(MessageDigest.getInstance("SHA-256").digest(canonical));
    Element qualifying =
        (Element) document.getElementsByTagNameNS(XADES, "QualifyingProperties").item(0);
    Element unsigned =
        child(child(qualifying, "xades:UnsignedProperties"), "xades:UnsignedSignatureProperties");
    Element stamp = child(unsigned, "xades:SignatureTimeStamp");
    Element method = document.createElementNS(DSIG, "ds:CanonicalizationMethod");
    method.setAttribute("Algorithm", CanonicalizationMethod.EXCLUSIVE);
    stamp.appendChild(method);
    child(stamp, "xades:EncapsulatedTimeStamp")
        .setTextContent(Base64.getEncoder().encodeToString(token));
  }

  private static Element child(Element parent, String name) {
    Element child = parent.getOwnerDocument().createElementNS(XADES, name);
    parent.appendChild(child);
    return child;
  }
}
