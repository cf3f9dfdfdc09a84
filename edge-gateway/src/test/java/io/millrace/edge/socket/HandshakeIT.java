package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The opening handshake: RFC 6455 section 4.2.
class HandshakeIT {
    private static final String GET = "GET /socket HTTP/1.1";
    private static final String HOST = "Host: localhost";
    private static final String UPGRADE = "Upgrade: websocket";
    private static final String CONNECTION = "Connection: Upgrade";
    private static final String KEY = "Sec-WebSocket-Key: " + RawClient.KEY;
    private static final String VERSION = "Sec-WebSocket-Version: 13";

    private static TestServer server;

    @BeforeAll
    static void start() {
        SocketSettings settings = TestServer.SETTINGS.withOrigins(Set.of("https://app.example.com"), true);
        server = TestServer.start(settings, RecordingHandler.Echo::new);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void isAnsweredWith(String name, String request, int status) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(request);

            assertThat(client.readHead()).as(name).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                row("complete", 101, GET, HOST, UPGRADE, CONNECTION, KEY, VERSION),
                row("tokens in other case", 101, GET, HOST, "Upgrade: WebSocket", "Connection: UPGRADE", KEY, VERSION),
                row(
                        "header names in other case",
                        101,
                        GET,
                        "host: a",
                        "UPGRADE: websocket",
                        "connection: upgrade",
                        KEY,
                        VERSION),
                row(
                        "tokens in lists",
                        101,
                        GET,
                        HOST,
                        "Upgrade: h2c, websocket",
                        "Connection: keep-alive, Upgrade",
                        KEY,
                        VERSION),
                row(
                        "two Connection lines",
                        101,
                        GET,
                        HOST,
                        UPGRADE,
                        "Connection: keep-alive",
                        CONNECTION,
                        KEY,
                        VERSION),
                row("query", 101, "GET /socket?a=b HTTP/1.1", HOST, UPGRADE, CONNECTION, KEY, VERSION),
                row(
                        "extensions are ignored",
                        101,
                        GET,
                        HOST,
                        UPGRADE,
                        CONNECTION,
                        KEY,
                        VERSION,
                        "Sec-WebSocket-Extensions: permessage-deflate"),
                row("POST", 405, "POST /socket HTTP/1.1", HOST, UPGRADE, CONNECTION, KEY, VERSION),
                row("no Upgrade", 426, GET, HOST, CONNECTION, KEY, VERSION),
                row("Upgrade to something else", 426, GET, HOST, "Upgrade: h2c", CONNECTION, KEY, VERSION),
                row("no Connection", 400, GET, HOST, UPGRADE, KEY, VERSION),
                row("Connection without upgrade", 400, GET, HOST, UPGRADE, "Connection: keep-alive", KEY, VERSION),
                row("no version", 426, GET, HOST, UPGRADE, CONNECTION, KEY),
                row("version 8", 426, GET, HOST, UPGRADE, CONNECTION, KEY, "Sec-WebSocket-Version: 8"),
                row("versions 13 and 8", 426, GET, HOST, UPGRADE, CONNECTION, KEY, VERSION, "Sec-WebSocket-Version: 8"),
                row("version 013", 426, GET, HOST, UPGRADE, CONNECTION, KEY, "Sec-WebSocket-Version: 013"),
                row("no key", 400, GET, HOST, UPGRADE, CONNECTION, VERSION),
                row("two keys", 400, GET, HOST, UPGRADE, CONNECTION, KEY, KEY, VERSION),
                row("empty key", 400, GET, HOST, UPGRADE, CONNECTION, "Sec-WebSocket-Key: ", VERSION),
                row(
                        "key of 15 bytes",
                        400,
                        GET,
                        HOST,
                        UPGRADE,
                        CONNECTION,
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j",
                        VERSION),
                row(
                        "key that is not base64",
                        400,
                        GET,
                        HOST,
                        UPGRADE,
                        CONNECTION,
                        "Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==",
                        VERSION),
                row("no Host", 400, GET, UPGRADE, CONNECTION, KEY, VERSION),
                row("HTTP/1.0", 505, "GET /socket HTTP/1.0", HOST, UPGRADE, CONNECTION, KEY, VERSION),
                row("unknown path", 404, "GET /other HTTP/1.1", HOST, UPGRADE, CONNECTION, KEY, VERSION),
                row("path with a tail", 404, "GET /socket/ HTTP/1.1", HOST, UPGRADE, CONNECTION, KEY, VERSION),
                row(
                        "listed origin",
                        101,
                        GET,
                        HOST,
                        UPGRADE,
                        CONNECTION,
                        KEY,
                        VERSION,
                        "Origin: https://app.example.com"),
                row("same host", 101, GET, HOST, UPGRADE, CONNECTION, KEY, VERSION, "Origin: http://localhost"),
                row(
                        "origin with a tail",
                        403,
                        GET,
                        HOST,
                        UPGRADE,
                        CONNECTION,
                        KEY,
                        VERSION,
                        "Origin: https://app.example.com.evil"),
                row("origin null", 403, GET, HOST, UPGRADE, CONNECTION, KEY, VERSION, "Origin: null"),
                row(
                        "origin in upper case",
                        403,
                        GET,
                        HOST,
                        UPGRADE,
                        CONNECTION,
                        KEY,
                        VERSION,
                        "Origin: HTTPS://APP.EXAMPLE.COM"),
                row(
                        "origin with a port",
                        403,
                        GET,
                        HOST,
                        UPGRADE,
                        CONNECTION,
                        KEY,
                        VERSION,
                        "Origin: https://app.example.com:8443"));
    }

    @Test
    void theAnswerProvesThatTheKeyWasRead() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.upgradeRequest("/socket"));

            assertThat(client.readHead().lines().toList())
                    .contains(
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    .noneMatch(
                            line -> line.startsWith("Sec-WebSocket-Protocol") || line.startsWith("Sec-WebSocket-Ext"));
        }
    }

    @Test
    void anUnknownVersionIsToldTheRightOne() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.request(GET, HOST, UPGRADE, CONNECTION, KEY, "Sec-WebSocket-Version: 7"));

            assertThat(client.readResponse())
                    .contains("\r\nSec-WebSocket-Version: 13\r\n", "\r\nUpgrade: websocket\r\n");
            assertThat(client.ends()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"chat, chat", "'other, chat', chat", "'other', ''"})
    void theAcceptorPicksTheSubprotocol(String offered, String picked) throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.upgradeRequest("/socket", "Sec-WebSocket-Protocol: " + offered));
            String head = client.readHead();

            assertThat(head).startsWith("HTTP/1.1 101 ");
            assertThat(head.contains("Sec-WebSocket-Protocol: ")).isEqualTo(!picked.isEmpty());
            if (!picked.isEmpty()) {
                assertThat(head).contains("\r\nSec-WebSocket-Protocol: " + picked + "\r\n");
            }
        }
    }

    @Test
    void theAcceptorSeesTheRequest() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            server.handshakes.clear();
            client.send(RawClient.upgradeRequest(
                    "/socket?format=protobuf&name=a%20b",
                    "Authorization: Bearer t", "Sec-WebSocket-Protocol: one, two"));
            client.readHead();

            Handshake handshake = server.handshakes.getFirst();
            assertThat(handshake.path()).isEqualTo("/socket");
            assertThat(handshake.queryParameter("format")).hasValue("protobuf");
            assertThat(handshake.queryParameter("name")).hasValue("a b");
            assertThat(handshake.header("AUTHORIZATION")).hasValue("Bearer t");
            assertThat(handshake.subprotocols()).isEqualTo(List.of("one", "two"));
            assertThat(handshake.secure()).isFalse();
            assertThat(handshake.peer().getPort()).isEqualTo(client.socket.getLocalPort());
        }
    }

    @Test
    void theAcceptorMayRefuse() throws IOException {
        try (TestServer draining = TestServer.admitting(handshake -> Admission.refuse(503, "draining"));
                RawClient client = RawClient.connect(draining)) {
            client.send(RawClient.upgradeRequest("/socket"));

            assertThat(client.readResponse())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .endsWith("draining");
            assertThat(client.ends()).isTrue();
            assertThat(draining.metrics.handshakes).containsExactly(503);
        }
    }

    @Test
    void anAcceptorThatFailsIsAnswered500() throws IOException {
        try (TestServer broken = TestServer.admitting(handshake -> {
                    throw new IllegalStateException("on purpose");
                });
                RawClient client = RawClient.connect(broken)) {
            client.send(RawClient.upgradeRequest("/socket"));

            assertThat(client.readResponse()).startsWith("HTTP/1.1 500 ").doesNotContain("on purpose");
            assertThat(broken.metrics.handshakes).containsExactly(500);
        }
    }

    @Test
    void framesThatComeWithTheHandshakeAreNotLost() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            byte[] request = RawClient.upgradeRequest("/socket").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            client.send(Frames.concat(request, Frames.text("early"), new byte[] {(byte) 0x81}));
            client.readHead();

            assertThat(client.readFrame().text()).isEqualTo("early");

            byte[] rest = Frames.text("cut");
            client.send(java.util.Arrays.copyOfRange(rest, 1, rest.length));

            assertThat(client.readFrame().text()).isEqualTo("cut");
        }
    }

    private static Arguments row(String name, int status, String line, String... headers) {
        return arguments(name, RawClient.request(line, headers), status);
    }
}
