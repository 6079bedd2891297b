package io.semj.tool.export;

import io.semj.error.JournalSecurityException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 keys in PEM files, as {@code openssl genpkey -algorithm ed25519} makes them. */
final class Keys {
  private static final String ALGORITHM = "Ed25519";

  private Keys() {}

  static PrivateKey privateKey(Path file) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(decode(file, "PRIVATE KEY")));
    } catch (GeneralSecurityException e) {
      throw new JournalSecurityException(
          "key is no Ed25519 private key in PKCS#8: file=" + file, e);
    }
  }

  static PublicKey publicKey(Path file) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(decode(file, "PUBLIC KEY")));
    } catch (GeneralSecurityException e) {
      throw new JournalSecurityException("key is no Ed25519 public key: file=" + file, e);
    }
  }

  private static byte[] decode(Path file, String kind) {
    try {
      String pem = Files.readString(file, StandardCharsets.US_ASCII);
      String begin = "-----BEGIN " + kind + "-----";
      int from = pem.indexOf(begin);
      int to = pem.indexOf("-----END " + kind + "-----");
      if (from < 0 || to < from) {
        throw new JournalSecurityException(
            "key file has no PEM of the kind that is needed: expected=" + begin + ", file=" + file);
      }
      return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    } catch (IOException | IllegalArgumentException e) {
      throw new JournalSecurityException(
          "key cannot be read: file=" + file + ", reason=" + e.getMessage(), e);
    }
  }

  static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new JournalSecurityException("manifest cannot be signed: " + e.getMessage(), e);
    }
  }

  static boolean verify(PublicKey key, byte[] message, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // bytes that are no signature
    }
  }
}
