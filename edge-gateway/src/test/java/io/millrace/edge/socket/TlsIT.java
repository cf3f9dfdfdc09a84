package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.configurable.Resource;
import io.helidon.common.tls.Tls;
import io.millrace.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same through TLS 1.3 that ends in the web server.
class TlsIT {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration HANDSHAKE = Duration.ofSeconds(4);
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static SSLContext trusting;
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("server.p12");
        generateKey(file);
        Tls tls = Tls.builder()
                .privateKey(key -> key.keystore(store -> store.keystore(Resource.create(file))
                        .passphrase(PASSWORD)
                        .keyAlias("server")
                        .certChainAlias("server")))
                .privateKeyCertChain(key -> key.keystore(store -> store.keystore(Resource.create(file))
                        .passphrase(PASSWORD)
                        .keyAlias("server")
                        .certChainAlias("server")))
                .addEnabledProtocol("TLSv1.3")
                .build();
        SocketSettings settings = TestServer.SETTINGS.withTimeouts(SHORT, SHORT, HANDSHAKE, SHORT);
        server = TestServer.start(settings, RecordingHandler.Echo::new, Optional.of(tls));
        trusting = trusting(file);
    }

    @AfterAll
    static void stop() {
        server.close();
        Await.until(() -> server.connections() == 0, Await.DEADLINE, "all connections forgotten");
    }

    @Test
    void messagesComeBackAndTheClosingHandshakeIsClean() throws IOException {
        try (RawClient client = open()) {
            RecordingHandler handler = server.handler();
            client.send(Frames.text("private"));
            assertThat(client.readFrame().text()).isEqualTo("private");

            client.send(Frames.close(1000, ""));

            assertThat(client.readFrame().closeCode()).isEqualTo(1000);
            assertThat(client.ends()).isTrue();
            assertThat(handler.close()).isEqualTo(new CloseInfo(CloseCause.PEER, 1000, "", true, null));
            assertThat(server.handshakes.getLast().secure()).isTrue();
        }
    }

    @Test
    void plainRoutesWork() throws IOException {
        try (RawClient client = connect()) {
            for (int round = 0; round < 2; round++) {
                client.send(RawClient.request("GET /plain HTTP/1.1", "Host: localhost"));

                assertThat(client.readResponse()).endsWith("plain");
            }
        }
    }

    @Test
    void streamsWork() throws IOException {
        try (RawClient client = connect()) {
            client.send(RawClient.request("POST /stream?framing=LINES HTTP/1.1", "Host: localhost", "Content-Length: 6")
                    + "secret");
            RecordingHandler handler = server.handler();
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(new String(client.in.readNBytes(19), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("00000007\r\nsecret\n\r\n");

            server.uplinks.deliver("secret", new byte[] {'x'});
            assertThat(new String(client.in.readNBytes(14), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("00000002\r\nx\n\r\n");
            client.socket.close();

            assertThat(handler.close().cause()).isIn(CloseCause.END_OF_STREAM, CloseCause.RESET);
        }
    }

    @Test
    void aViolationIsAnsweredBeforeTheEnd() throws IOException {
        try (RawClient client = open()) {
            RecordingHandler handler = server.handler();
            client.send(Frames.frame(0xF1, new byte[0]));

            assertThat(client.readFrame().closeCode()).isEqualTo(1002);
            assertThat(client.ends()).isTrue();
            assertThat(handler.close().cause()).isEqualTo(CloseCause.PROTOCOL_ERROR);
        }
    }

    @Test
    void aWriterIsFreedFromAPeerThatDoesNotRead() throws IOException {
        try (RawClient client = open()) {
            RecordingHandler handler = server.handler();

            assertThat(SlowPeer.writeUntilFreed(handler.socket())).isGreaterThanOrEqualTo(SHORT);

            assertThat(handler.close().cause()).isEqualTo(CloseCause.WRITE_TIMEOUT);
            assertThat(handler.closes).hasSize(1);
            assertThat(client.socket.isClosed()).isFalse();
        }
    }

    @Test
    void droppingDoesNotWaitForABlockedWriter() throws IOException, InterruptedException {
        try (RawClient client = open()) {
            RecordingHandler handler = server.handler();
            ClientSocket socket = handler.socket();
            Thread writer = Thread.ofVirtual()
                    .start(() -> assertThat(SlowPeer.writeUntilFreed(socket)).isNotNull());
            Await.until(() -> writer.getState() == Thread.State.WAITING, Await.DEADLINE, "the writer is blocked");

            socket.drop();

            assertThat(writer.join(Await.DEADLINE)).isTrue();
            assertThat(handler.close().cause()).isIn(CloseCause.DROPPED, CloseCause.WRITE_TIMEOUT);
            assertThat(handler.closes).hasSize(1);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void weDropTheConnection() throws IOException {
        try (RawClient client = open()) {
            RecordingHandler handler = server.handler();
            handler.socket().drop();

            assertThat(client.ends()).isTrue();
            assertThat(handler.close().cause()).isEqualTo(CloseCause.DROPPED);
        }
    }

    @Test
    void thePeerIsSilentAfterOurCloseFrame() throws IOException {
        try (RawClient client = open()) {
            RecordingHandler handler = server.handler();
            handler.socket().close(3001, "shutdown");

            assertThat(client.readFrame().closeCode()).isEqualTo(3001);
            assertThat(client.ends()).isTrue();
            assertThat(handler.close()).isEqualTo(new CloseInfo(CloseCause.LOCAL, 3001, "shutdown", false, null));
        }
    }

    @Test
    void aSilentHandshakeIsEnded() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void halfATlsHelloIsEnded() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(Frames.hex("16030101"));

            assertThat(client.ends()).isTrue();
        }
    }

    private static RawClient open() throws IOException {
        return connect().upgrade();
    }

    private static RawClient connect() throws IOException {
        SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        return new RawClient(socket);
    }

    private static void generateKey(Path file) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
