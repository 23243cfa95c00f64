package org.healthsync.sandbox.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority that certifies the loopback address, made by the JDK's keytool. For one thread. */
public final class LoopbackAuthority {

  /** Opens its files; it protects nothing. */
  private static final String PASSWORD = "loopback";

  private static final String TYPE = "PKCS12";
  private static final String AUTHORITY = "authority";

  private final Path keys;
  private final Path trusted;

  private LoopbackAuthority(Path folder) {
    this.keys = folder.resolve("authority.p12");
    this.trusted = folder.resolve("trusted.p12");
  }

  /** Makes one whose files are in {@code folder}. */
  public static LoopbackAuthority in(Path folder) {
    try {
      Files.createDirectories(folder);
      LoopbackAuthority authority = new LoopbackAuthority(folder);
      authority.keytool(
          "-alias", AUTHORITY, "-dname", "CN=loopback authority", "-ext", "bc=ca:true");
      authority.writeTrusted();
      return authority;
    } catch (IOException e) {
      throw new UncheckedIOException("no authority can be made", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no authority can be made", e);
    }
  }

  /** A server with a certificate that is valid today. */
  public SSLContext valid() {
    return certified("-validity", "2");
  }

  /** A server with a certificate that expired yesterday. */
  public SSLContext expired() {
    return certified("-startdate", "-9d", "-validity", "8");
  }

  /** Options of a JVM that trusts this authority and nobody else. */
  public List<String> trust() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trusted,
        "-Djavax.net.ssl.trustStoreType=" + TYPE,
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  private SSLContext certified(String... validity) {
    try {
      String alias = UUID.randomUUID().toString();
      List<String> command =
          new ArrayList<>(
              List.of("-alias", alias, "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1"));
      command.addAll(List.of("-signer", AUTHORITY));
      command.addAll(List.of(validity));
      keytool(command.toArray(String[]::new));
      KeyStore all = load();
      // a store with one key alone, or the server might choose that of the authority
      KeyStore own = KeyStore.getInstance(TYPE);
      own.load(null, null);
      KeyStore.PasswordProtection protection =
          new KeyStore.PasswordProtection(PASSWORD.toCharArray());
      own.setEntry(alias, all.getEntry(alias, protection), protection);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(own, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException("no certificate can be made", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no certificate can be made", e);
    }
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(TYPE);
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private void writeTrusted() throws IOException, GeneralSecurityException {
    Certificate certificate = load().getCertificate(AUTHORITY);
    KeyStore store = KeyStore.getInstance(TYPE);
    store.load(null, null);
    store.setCertificateEntry(AUTHORITY, certificate);
    try (OutputStream out = Files.newOutputStream(trusted)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  private void keytool(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-keystore",
                keys.toString(),
                "-storetype",
                TYPE,
                "-storepass",
                PASSWORD));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
