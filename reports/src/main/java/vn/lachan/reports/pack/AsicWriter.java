package vn.lachan.reports.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import vn.lachan.backup.signature.seal.CmsSigner;

/**
 * Writes an ASiC-E container with one CAdES signature over its manifest. What is put in is read
 * once and never held whole. For one thread.
 */
final class AsicWriter {
  private static final int BUFFER = 64 * 1024;

  private final ZipOutputStream zip;
  private final LocalDateTime at;
  private final List<Reference> references = new ArrayList<>();

  /** One signed file; {@code sha256} in Base64, as the manifest has it. */
  private record Reference(String name, String mediaType, String sha256) {}

  /**
   * Writes the first entry, by which the format is told.
   *
   * @param at date of the entries
   */
  AsicWriter(OutputStream out, Instant at) throws IOException {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    this.at = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    byte[] type = AsicFormat.MEDIA_TYPE.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(type);
    ZipEntry entry = new ZipEntry(AsicFormat.MIMETYPE);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(type.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(this.at);
    zip.putNextEntry(entry);
    zip.write(type);
    zip.closeEntry();
  }

  /**
   * Adds a file; the caller closes {@code content}.
   *
   * @param name letters, digits and {@code ._-/} only
   */
  void add(String name, String mediaType, InputStream content) throws IOException {
    MessageDigest digest = sha256();
    put(name, content, digest);
    references.add(
        new Reference(name, mediaType, Base64.getEncoder().encodeToString(digest.digest())));
  }

  void add(String name, String mediaType, byte[] content) throws IOException {
    add(name, mediaType, new ByteArrayInputStream(content));
  }

  /** Signs everything added and ends the container; does not close the stream below. */
  void finish(CmsSigner signer, Instant claimed) throws IOException {
    byte[] manifest = manifest();
    put(AsicFormat.MANIFEST, new ByteArrayInputStream(manifest), sha256());
    byte[] signature = signer.sign(new ByteArrayInputStream(manifest), claimed, false);
    put(AsicFormat.SIGNATURE, new ByteArrayInputStream(signature), sha256());
    zip.finish();
  }

  private void put(String name, InputStream content, MessageDigest digest) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(at);
    zip.putNextEntry(entry);
    byte[] buffer = new byte[BUFFER];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      digest.update(buffer, 0, read);
      zip.write(buffer, 0, read);
    }
    zip.closeEntry();
  }

  private byte[] manifest() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("asic", "ASiCManifest", AsicFormat.NAMESPACE);
      xml.writeNamespace("asic", AsicFormat.NAMESPACE);
      xml.writeNamespace("ds", AsicFormat.XMLDSIG);
      xml.writeEmptyElement("asic", "SigReference", AsicFormat.NAMESPACE);
      xml.writeAttribute("MimeType", AsicFormat.SIGNATURE_TYPE);
      xml.writeAttribute("URI", AsicFormat.SIGNATURE);
      for (Reference reference : references) {
        xml.writeStartElement("asic", "DataObjectReference", AsicFormat.NAMESPACE);
        xml.writeAttribute("MimeType", reference.mediaType());
        xml.writeAttribute("URI", reference.name());
        xml.writeEmptyElement("ds", "DigestMethod", AsicFormat.XMLDSIG);
        xml.writeAttribute("Algorithm", AsicFormat.SHA256);
        xml.writeStartElement("ds", "DigestValue", AsicFormat.XMLDSIG);
        xml.writeCharacters(reference.sha256());
        xml.writeEndElement();
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new EvidencePackageException("the manifest of a package cannot be written", e);
    }
    return out.toByteArray();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
