package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.edge.config.EdgeConfig;
import io.millrace.runtime.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The listener with a certificate of its own. Kafka is not needed: health answers without it.
class EdgeTlsIT {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static KeyStore keys;
    private static EdgeGateway edge;

    @BeforeAll
    static void launch() throws Exception {
        keys = selfSigned(folder.resolve("keys.p12"));
        Path certificate = pem("CERTIFICATE", keys.getCertificate("edge").getEncoded());
        Path key = pem("PRIVATE KEY", keys.getKey("edge", PASSWORD).getEncoded());
        edge = EdgeGateway.launch(Config.of(Map.of(), Map.of())
                .with(Map.of(
                        "kafka.bootstrap-servers",
                        "127.0.0.1:1",
                        "edge.http.port",
                        "0",
                        "edge.http.tls-certificate",
                        certificate.toString(),
                        "edge.http.tls-key",
                        key.toString()))
                .read(EdgeConfig::read));
    }

    @AfterAll
    static void close() {
        edge.close();
    }

    @Test
    void healthAnswersOverTls13() throws Exception {
        assertThat(live("TLSv1.3").statusCode()).isEqualTo(200);
    }

    @Test
    void olderTlsIsRefused() {
        assertThatThrownBy(() -> live("TLSv1.2")).isInstanceOf(SSLException.class);
    }

    private static HttpResponse<String> live(String protocol)
            throws GeneralSecurityException, IOException, InterruptedException {
        SSLContext trusting = SSLContext.getInstance("TLS");
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        trusting.init(null, trust.getTrustManagers(), null);
        SSLParameters parameters = new SSLParameters(null, new String[] {protocol});
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting)
                .sslParameters(parameters)
                .build()) {
            URI address = URI.create("https://localhost:" + edge.port() + "/health/live");
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static KeyStore selfSigned(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "edge",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        // As a trusted certificate too, for the client.
        keys.setCertificateEntry("trusted", keys.getCertificate("edge"));
        return keys;
    }

    private static Path pem(String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        String text = "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
        return Files.writeString(folder.resolve(kind.replace(' ', '-') + ".pem"), text);
    }
}
