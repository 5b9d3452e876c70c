package vn.lachan.backup.signature;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.esf.RevocationValues;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import vn.lachan.backup.signature.sample.SamplePdf;
import vn.lachan.backup.signature.sample.SampleXml;
import vn.lachan.backup.signature.seal.SealingKey;
import vn.lachan.backup.signature.seal.TimestampAuthority;

/** One content signed in each form, with whatever evidence a test wants to be embedded. */
public enum SignedForm {
  /** With Adobe's signed attribute for revocation. */
  PADES("a.pdf"),
  /** Evidence in the unsigned attributes (CAdES-X). */
  CADES_DETACHED("a.json.p7s"),
  /** Evidence in the unsigned attributes. */
  CADES_ENVELOPING("a.p7m"),
  /** Evidence in the unsigned properties. */
  XADES("a.xml");

  private static final byte[] CONTENT =
      "{\"ma\":\"H60.1\",\"so-tien\":100}".getBytes(StandardCharsets.UTF_8);
  private static final ASN1ObjectIdentifier ADOBE =
      new ASN1ObjectIdentifier("1.2.840.113583.1.1.8");
  private static final String XADES_SPACE = "http://uri.etsi.org/01903/v1.3.2#";

  private final String file;

  SignedForm(String file) {
    this.file = file;
  }

  /**
   * Who signs, when, and what goes along.
   *
   * @param lists revocation lists, DER
   * @param answers OCSP answers, DER
   * @param odd whether Adobe's attribute also has evidence of a kind nobody knows
   */
  public record Order(
      List<SealingKey> keys,
      Instant claimed,
      @Nullable TimestampAuthority stamps,
      List<byte[]> lists,
      List<byte[]> answers,
      boolean odd) {

    public static Order of(SealingKey key, Instant claimed) {
      return new Order(List.of(key), claimed, null, List.of(), List.of(), false);
    }

    public Order stamped(TimestampAuthority by) {
      return new Order(keys, claimed, by, lists, answers, odd);
    }

    public Order with(List<byte[]> newLists, List<byte[]> newAnswers) {
      return new Order(keys, claimed, stamps, newLists, newAnswers, odd);
    }

    public Order withOddEvidence() {
      return new Order(keys, claimed, stamps, lists, answers, true);
    }
  }

  /** Writes the signed file, {@code prefix} before its name, and gives it. */
  public Path write(Path folder, String prefix, Order order) {
    try {
      Path place = folder.resolve(prefix + file);
      switch (this) {
        case PADES -> Files.write(place, pdf(order));
        case CADES_DETACHED -> {
          String name = place.getFileName().toString();
          Files.write(place.resolveSibling(name.replace(".p7s", "")), CONTENT);
          Files.write(place, cms(CONTENT, order, order.claimed(), false));
        }
        case CADES_ENVELOPING -> Files.write(place, cms(CONTENT, order, order.claimed(), true));
        case XADES -> Files.write(place, xml(order));
      }
      return place;
    } catch (Exception e) {
      throw new IllegalStateException("cannot make " + this, e);
    }
  }

  private static byte[] pdf(Order order) throws IOException {
    try (PDDocument document = Loader.loadPDF(SamplePdf.scan("Ho so", 5000, 4))) {
      PDSignature signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
      GregorianCalendar at = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
      at.setTime(Date.from(order.claimed()));
      signature.setSignDate(at);
      document.addSignature(
          signature,
          content -> {
            try {
              return cms(content.readAllBytes(), order, null, false);
            } catch (CMSException
                | GeneralSecurityException
                | OCSPException
                | OperatorCreationException e) {
              throw new IOException(e);
            }
          });
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return out.toByteArray();
    }
  }

  private static byte[] xml(Order order) throws Exception {
    String form = "<?xml version=\"1.0\"?>\n<ToKhai ma=\"H60.1\"><SoTien>100</SoTien></ToKhai>";
    byte[] signed =
        SampleXml.signed(
            form.getBytes(StandardCharsets.UTF_8),
            order.keys().getFirst(),
            order.claimed(),
            order.stamps());
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(signed));
    Element qualifying = first(document.getDocumentElement(), "QualifyingProperties");
    Element unsigned =
        qualifying.getElementsByTagNameNS(XADES_SPACE, "UnsignedSignatureProperties").getLength()
                > 0
            ? first(qualifying, "UnsignedSignatureProperties")
            : child(child(qualifying, "UnsignedProperties"), "UnsignedSignatureProperties");
    if (!order.lists().isEmpty() || !order.answers().isEmpty()) {
      Element values = child(unsigned, "RevocationValues");
      put(values, "CRLValues", "EncapsulatedCRLValue", order.lists());
      put(values, "OCSPValues", "EncapsulatedOCSPValue", order.answers());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(out));
    return out.toByteArray();
  }

  private static void put(Element values, String list, String name, List<byte[]> all) {
    if (!all.isEmpty()) {
      Element place = child(values, list);
      for (byte[] der : all) {
        child(place, name).setTextContent(Base64.getEncoder().encodeToString(der));
      }
    }
  }

  private static Element first(Element parent, String name) {
    return (Element) parent.getElementsByTagNameNS(XADES_SPACE, name).item(0);
  }

  private static Element child(Element parent, String name) {
    Element child = parent.getOwnerDocument().createElementNS(XADES_SPACE, "xades:" + name);
    parent.appendChild(child);
    return child;
  }

  /** A CMS of all keys of {@code order}; as PAdES wants it where {@code claimed} is null. */
  private static byte[] cms(
      byte[] content, Order order, @Nullable Instant claimed, boolean enveloping)
      throws CMSException,
          GeneralSecurityException,
          IOException,
          OCSPException,
          OperatorCreationException {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    for (SealingKey key : order.keys()) {
      AttributeTable table = signedAttributes(key, order, claimed);
      boolean elliptic = key.privateKey().getAlgorithm().equals("EC");
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(parameters -> {
                AttributeTable all =
                    new DefaultSignedAttributeTableGenerator(table)
                        .getAttributes(parameters)
                        .remove(CMSAttributes.cmsAlgorithmProtect);
                return claimed == null ? all.remove(CMSAttributes.signingTime) : all;
              })
              .build(
                  new JcaContentSignerBuilder(elliptic ? "SHA256withECDSA" : "SHA256withRSA")
                      .build(key.privateKey()),
                  key.certificate()));
      generator.addCertificates(new JcaCertStore(key.chain().subList(0, key.chain().size() - 1)));
    }
    CMSSignedData signed = generator.generate(new CMSProcessableByteArray(content), enveloping);
    List<SignerInformation> signers = new ArrayList<>();
    for (SignerInformation signer : signed.getSignerInfos()) {
      signers.add(
          SignerInformation.replaceUnsignedAttributes(
              signer, unsignedAttributes(signer, order, claimed == null)));
    }
    return CMSSignedData.replaceSigners(signed, new SignerInformationStore(signers))
        .getEncoded("DER");
  }

  private static AttributeTable signedAttributes(
      SealingKey key, Order order, @Nullable Instant claimed)
      throws GeneralSecurityException, IOException, OCSPException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.certificate().getEncoded());
    ASN1EncodableVector all = new ASN1EncodableVector();
    all.add(
        attribute(
            PKCSObjectIdentifiers.id_aa_signingCertificateV2,
            new SigningCertificateV2(new ESSCertIDv2(hash))));
    if (claimed != null) {
      all.add(attribute(CMSAttributes.signingTime, new Time(Date.from(claimed))));
    } else if (!order.lists().isEmpty() || !order.answers().isEmpty()) {
      all.add(attribute(ADOBE, adobe(order)));
    }
    return new AttributeTable(all);
  }

  /** RevocationInfoArchival with what we have. */
  private static ASN1Encodable adobe(Order order) throws IOException {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(new DERTaggedObject(true, 0, sequence(order.lists())));
    parts.add(new DERTaggedObject(true, 1, sequence(order.answers())));
    ASN1EncodableVector other = new ASN1EncodableVector();
    other.add(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.7"));
    other.add(new DEROctetString(new byte[] {1, 2, 3}));
    if (order.odd()) {
      parts.add(new DERTaggedObject(true, 2, new DERSequence(new DERSequence(other))));
    }
    return new DERSequence(parts);
  }

  private static DERSequence sequence(List<byte[]> ders) throws IOException {
    ASN1EncodableVector all = new ASN1EncodableVector();
    for (byte[] der : ders) {
      all.add(ASN1Primitive.fromByteArray(der));
    }
    return new DERSequence(all);
  }

  private static AttributeTable unsignedAttributes(
      SignerInformation signer, Order order, boolean pades)
      throws GeneralSecurityException, IOException, OCSPException {
    ASN1EncodableVector all = new ASN1EncodableVector();
    TimestampAuthority stamps = order.stamps();
    if (stamps != null) {
      byte[] token =
          stamps.stamp(MessageDigest.getInstance("SHA-256").digest(signer.getSignature()));
      all.add(
          attribute(
              PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
              ASN1Primitive.fromByteArray(token)));
    }
    if (!pades && (!order.lists().isEmpty() || !order.answers().isEmpty())) {
      List<BasicOCSPResponse> answers = new ArrayList<>();
      for (byte[] der : order.answers()) {
        BasicOCSPResp basic = (BasicOCSPResp) new OCSPResp(der).getResponseObject();
        answers.add(BasicOCSPResponse.getInstance(basic.getEncoded()));
      }
      all.add(
          attribute(
              PKCSObjectIdentifiers.id_aa_ets_revocationValues,
              new RevocationValues(
                  order.lists().stream()
                      .map(CertificateList::getInstance)
                      .toArray(CertificateList[]::new),
                  answers.toArray(BasicOCSPResponse[]::new),
                  null)));
    }
    return new AttributeTable(all);
  }

  private static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new Attribute(type, new DERSet(value));
  }
}
