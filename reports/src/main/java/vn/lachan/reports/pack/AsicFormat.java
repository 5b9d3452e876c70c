package vn.lachan.reports.pack;

/** Names that ETSI EN 319 162-1 and our own layout give to the parts of a package. */
final class AsicFormat {
  static final String MIMETYPE = "mimetype";
  static final String MEDIA_TYPE = "application/vnd.etsi.asic-e+zip";
  static final String META = "META-INF/";
  static final String MANIFEST = META + "ASiCManifest.xml";
  static final String SIGNATURE = META + "signature.p7s";
  static final String SIGNATURE_TYPE = "application/pkcs7-signature";
  static final String NAMESPACE = "http://uri.etsi.org/02918/v1.2.1#";
  static final String XMLDSIG = "http://www.w3.org/2000/09/xmldsig#";
  static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

  /** Our own parts. */
  static final String MINUTES = "bien-ban.pdf";

  static final String CARDS = "chung-cu.json";
  static final String FOLDER = "chung-cu/";

  private AsicFormat() {}
}
