package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.runtime.config.Config;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.registry.SchemaRegistry;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP streaming, server-sent events and emulation (protocol section 13) over two edges and a real broker.
/// What is asked is answered by the edge alone.
@Timeout(120)
class StreamsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String ASK = "{\"id\":2,\"presence\":{\"channel\":\"nowhere:x\"}}";
    private static final String ANSWER = "{\"id\":2,\"error\":{\"code\":102,\"message\":\"unknown channel\"}}";
    private static final String PAGE = "https://chat.example";

    private static EdgeGateway first;
    private static EdgeGateway second;

    @BeforeAll
    static void launch() {
        first = edge();
        second = edge();
        Await.until(() -> first.ready().up() && second.ready().up(), Await.DEADLINE, "two edges");
    }

    @AfterAll
    static void close() {
        first.close();
        second.close();
    }

    @Test
    void streamHasOneReplyALine() throws Exception {
        HttpResponse<InputStream> stream = post(first, "/connection/http_stream", CONNECT);

        assertThat(stream.statusCode()).isEqualTo(200);
        try (BufferedReader lines = lines(stream)) {
            JsonNode connected = connected(lines.readLine());
            assertThat(connected.get("ping").asInt()).isEqualTo(25);
            assertThat(connected.get("pong").asBoolean()).isTrue();

            assertThat(emulate(first, connected, ASK)).isEqualTo(204);
            assertThat(lines.readLine()).isEqualTo(ANSWER);
        }
    }

    @Test
    void anyEdgeTakesTheCommandsOfAStream() throws Exception {
        try (BufferedReader lines = lines(post(first, "/connection/http_stream", CONNECT))) {
            JsonNode connected = connected(lines.readLine());

            Await.until(() -> emulate(second, connected, ASK) == 204, Await.DEADLINE, "the edges to know each other");
            String session = connected.get("session").asText();
            String invented = session.substring(0, 47) + (session.endsWith("A") ? "B" : "A");
            assertThat(uplink(second, connected.get("node").asText(), invented, ASK))
                    .isEqualTo(404);

            assertThat(lines.readLine()).isEqualTo(ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void eventsHaveOneReplyEach(String method) throws Exception {
        HttpResponse<InputStream> stream = method.equals("POST")
                ? post(first, "/connection/sse", CONNECT + "\n" + ASK)
                : send(HttpRequest.newBuilder(uri(
                        first,
                        "/connection/sse?cf_connect="
                                + URLEncoder.encode(CONNECT + "\n" + ASK, StandardCharsets.UTF_8))));

        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        try (BufferedReader lines = lines(stream)) {
            assertThat(lines.readLine()).isEmpty();
            JsonNode connected = connected(lines.readLine().substring("data: ".length()));
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("data: " + ANSWER);
            assertThat(lines.readLine()).isEmpty();
            assertThat(emulate(first, connected, ASK)).isEqualTo(204);
            assertThat(lines.readLine()).isEqualTo("data: " + ANSWER);
        }
    }

    @Test
    void protobufStreamIsDelimitedByLengths() throws Exception {
        // Command 1: connect.
        HttpResponse<InputStream> stream =
                send(binary(first, "/connection/http_stream", new byte[] {4, 8, 1, 0x22, 0}));

        try (DataInputStream in = new DataInputStream(stream.body())) {
            byte[] reply = in.readNBytes(length(in));
            assertThat(reply).startsWith(8, 1, 0x2A);
            String text = new String(reply, StandardCharsets.ISO_8859_1);
            String node = text.substring(text.length() - 36);
            String session = text.substring(text.length() - 38 - 48, text.length() - 38);

            byte[] ask = {6, 8, 2, 0x32, 2, 0x0A, 0};
            byte[] uplink = concat(
                    new byte[] {0x0A, 36},
                    latin(node),
                    new byte[] {0x12, 48},
                    latin(session),
                    new byte[] {0x1A, 7},
                    ask);
            assertThat(send(binary(first, "/emulation", uplink)).statusCode()).isEqualTo(204);

            byte[] end = in.readNBytes(length(in));
            assertThat(new String(end, StandardCharsets.ISO_8859_1))
                    .as("an unsubscribe without a channel is a violation")
                    .contains("bad request");
            assertThat(in.read()).as("the end of the body").isEqualTo(-1);
        }
    }

    @Test
    void endIsAPushAndTheBodyEnds() throws Exception {
        try (BufferedReader lines = lines(post(first, "/connection/http_stream", CONNECT))) {
            JsonNode connected = connected(lines.readLine());
            emulate(first, connected, CONNECT);

            assertThat(lines.readLine())
                    .isEqualTo("{\"push\":{\"disconnect\":{\"code\":3501,\"reason\":\"bad request\"}}}");
            assertThat(lines.readLine()).isNull();
            Await.until(() -> emulate(first, connected, ASK) == 404, Await.DEADLINE, "the session to be forgotten");
        }
    }

    @Test
    void drainingEdgeSendsItsStreamsAway() throws Exception {
        EdgeGateway leaving = edge();
        Await.until(() -> leaving.ready().up(), Await.DEADLINE, "a third edge");
        try (BufferedReader lines = lines(post(leaving, "/connection/http_stream", CONNECT))) {
            connected(lines.readLine());

            leaving.close();

            assertThat(lines.readLine())
                    .isEqualTo(
                            "{\"push\":{\"disconnect\":{\"code\":3001,\"reason\":\"shutdown\",\"reconnect\":true}}}");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void uplinksThatLeadNowhereAreRefused() throws Exception {
        try (BufferedReader lines = lines(post(first, "/connection/http_stream", CONNECT))) {
            JsonNode connected = connected(lines.readLine());
            String node = connected.get("node").asText();

            assertThat(uplink(first, "no-such-edge", connected.get("session").asText(), ASK))
                    .isEqualTo(404);
            assertThat(uplink(first, node, "no-such-session", ASK)).isEqualTo(404);
            assertThat(uplink(first, node, "", "x".repeat(70_000))).isEqualTo(413);
            assertThat(uplink(first, node, "", "x".repeat(200_000))).isEqualTo(413);
            assertThat(post(first, "/emulation", "{").statusCode()).isEqualTo(400);
            assertThat(post(first, "/emulation", "").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void streamsWithoutAUsableConnectAreRefused() throws Exception {
        assertThat(post(first, "/connection/http_stream", "").statusCode()).isEqualTo(400);
        assertThat(send(HttpRequest.newBuilder(uri(first, "/connection/sse"))).statusCode())
                .isEqualTo(400);
        assertThat(post(first, "/connection/http_stream", "x".repeat(70_000)).statusCode())
                .isEqualTo(413);
        assertThat(send(HttpRequest.newBuilder(uri(first, "/connection/http_stream")))
                        .statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({"/connection/http_stream,200", "/connection/sse,200", "/emulation,404"})
    void pageOfAnAllowedOriginMayReadTheAnswers(String path, int status) throws Exception {
        String body = path.equals("/emulation") ? "{}" : CONNECT;

        HttpResponse<InputStream> answer = send(text(first, path, body).header("Origin", PAGE));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
        assertThat(answer.headers().firstValue("Vary")).contains("Origin");
        answer.body().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/connection/http_stream", "/connection/sse", "/emulation"})
    void pageOfAnotherOriginMayDoNothing(String path) throws Exception {
        HttpResponse<InputStream> answer = send(text(first, path, CONNECT).header("Origin", "https://evil.example"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/connection/http_stream", "/connection/sse", "/emulation"})
    void browsersAreToldBeforeWhatTheirPageMay(String path) throws Exception {
        HttpResponse<InputStream> allowed = preflight(path, PAGE);
        HttpResponse<InputStream> other = preflight(path, "https://evil.example");

        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().map())
                .containsEntry("access-control-allow-origin", List.of(PAGE))
                .containsEntry("access-control-allow-headers", List.of("content-type"))
                .containsEntry("access-control-allow-methods", List.of("GET, POST, OPTIONS"));
        assertThat(other.statusCode()).isEqualTo(204);
        assertThat(other.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    private static int length(InputStream in) throws IOException {
        int first = in.read();
        return first < 0x80 ? first : (first & 0x7F) | (in.read() << 7);
    }

    private static HttpResponse<InputStream> preflight(String path, String origin) throws Exception {
        return send(HttpRequest.newBuilder(uri(first, path))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type"));
    }

    private static EdgeGateway edge() {
        return EdgeGateway.launch(Config.of(Map.of(), Map.of())
                .with(Map.of(
                        "kafka.bootstrap-servers",
                        KafkaBroker.shared().bootstrapServers(),
                        "registry.url",
                        SchemaRegistry.shared().url(),
                        "edge.http.port",
                        "0",
                        "edge.drain",
                        "0s",
                        "edge.auth.anonymous",
                        "true",
                        "edge.http.streams-secret",
                        "a secret that both edges were given, for streams",
                        "edge.socket.allowed-origins",
                        PAGE))
                .read(EdgeConfig::read));
    }

    private static JsonNode connected(String reply) throws IOException {
        JsonNode connect = JSON.readTree(reply).get("connect");
        assertThat(connect.get("session").asText()).hasSize(48);
        assertThat(connect.get("node").asText()).isNotEmpty();
        return connect;
    }

    private static int emulate(EdgeGateway edge, JsonNode connected, String commands) {
        return uplink(
                edge, connected.get("node").asText(), connected.get("session").asText(), commands);
    }

    private static int uplink(EdgeGateway edge, String node, String session, String commands) {
        try {
            String body = JSON.writeValueAsString(Map.of("node", node, "session", session, "data", commands));
            return post(edge, "/emulation", body).statusCode();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static HttpResponse<InputStream> post(EdgeGateway edge, String path, String body) throws Exception {
        return send(text(edge, path, body));
    }

    private static HttpRequest.Builder text(EdgeGateway edge, String path, String body) {
        return HttpRequest.newBuilder(uri(edge, path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder binary(EdgeGateway edge, String path, byte[] body) {
        return HttpRequest.newBuilder(uri(edge, path))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(body));
    }

    private static HttpResponse<InputStream> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(HttpResponse<InputStream> stream) {
        return new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
    }

    private static URI uri(EdgeGateway edge, String path) {
        return URI.create("http://127.0.0.1:" + edge.port() + path);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
