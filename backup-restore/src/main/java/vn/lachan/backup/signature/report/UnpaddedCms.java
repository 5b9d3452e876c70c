package vn.lachan.backup.signature.report;

import eu.europa.esig.dss.cms.CMS;
import eu.europa.esig.dss.cms.CMSUtils;
import eu.europa.esig.dss.cms.ICMSUtils;
import eu.europa.esig.dss.cms.object.CMSObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * Takes the zeros away that fill up {@code /Contents} of a signed PDF (ISO 32000-2, 12.8.1).
 *
 * <p>DSS 6.4 hands them to Bouncy Castle, which refuses data after the signature since 1.85
 * (bcgit/bc-java#2360), and then finds no signature at all. Public because DSS makes it; to be
 * deleted with the first DSS that runs on that Bouncy Castle.
 */
public final class UnpaddedCms extends CMSObjectUtils {
  private static final String SERVICE = "META-INF/services/" + ICMSUtils.class.getName();

  @Override
  public CMS parseToCMS(byte[] padded) {
    try (ASN1InputStream in =
        new ASN1InputStream(new ByteArrayInputStream(padded), padded.length)) {
      ASN1Primitive first = in.readObject();
      return super.parseToCMS(first == null ? padded : first.getEncoded());
    } catch (IOException e) {
      return super.parseToCMS(padded);
    }
  }

  /** Makes DSS choose this class; it looks once, by the context class loader of the thread. */
  static void install() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new OnlyThis(UnpaddedCms.class.getClassLoader()));
    try {
      Class.forName(CMSUtils.class.getName(), true, UnpaddedCms.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("DSS is not whole", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Shows one implementation of the service. */
  private static final class OnlyThis extends ClassLoader {
    OnlyThis(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      URL own = UnpaddedCms.class.getResource("cms-provider");
      return name.equals(SERVICE) && own != null
          ? Collections.enumeration(List.of(own))
          : super.getResources(name);
    }
  }
}
