package io.millrace.edge.wire;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.millrace.edge.EdgeGateway;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.runtime.config.Config;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.registry.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A running edge with a real broker. Its rooms are those of [FakeRooms], where a test has any.
final class WireEdge implements AutoCloseable {

    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, Object> OPEN = Map.of(
            "subscribe", "anyone",
            "publish", "anyone",
            "read-history", "anyone",
            "moderation", false,
            "history-size", 100);

    private final EdgeGateway edge;

    private WireEdge(EdgeGateway edge) {
        this.edge = edge;
    }

    /// Launches an edge that anonymous clients may use, with the namespace `chat`.
    static WireEdge launch(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap-servers", KafkaBroker.shared().bootstrapServers(),
                "registry.url", SchemaRegistry.shared().url(),
                "edge.http.port", "0",
                "edge.drain", "0s",
                "edge.auth.anonymous", "true",
                "edge.auth.hmac-secret", SECRET,
                "edge.api.insecure", "true",
                "edge.api.commands.enabled", "false",
                "edge.socket.compression", "true"));
        all.putAll(settings);
        EdgeGateway edge = EdgeGateway.launch(Config.of(Map.of("namespaces", Map.of("chat", OPEN)), Map.of())
                .with(all)
                .read(EdgeConfig::read));
        Await.until(() -> edge.ready().up(), Await.DEADLINE, "the edge to be ready");
        return new WireEdge(edge);
    }

    int port() {
        return edge.port();
    }

    /// Opens a connection and sends commands in a first message.
    WireClient open(Door door, String... commands) {
        return WireClient.open(edge.port(), door, commands);
    }

    /// A connected anonymous client.
    WireClient connected(Door door) {
        WireClient client = open(door, "{\"id\":1,\"connect\":{}}");
        client.next();
        return client;
    }

    /// A client connected with a token.
    WireClient connected(Door door, String token) {
        WireClient client = open(door, connect(token));
        client.next();
        return client;
    }

    static String connect(String token) {
        return "{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}";
    }

    static String token(UnaryOperator<JWTClaimsSet.Builder> claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.HS256),
                    claims.apply(new JWTClaimsSet.Builder()).build());
            jwt.sign(new MACSigner(SECRET.getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /// A token of a user that ends so many seconds from now.
    static String token(String user, long seconds) {
        return token(claims -> claims.subject(user).expirationTime(in(seconds)));
    }

    static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    /// Calls a method of the server API, which has a result.
    void call(String method, String body) {
        String answer = answer(method, body);
        if (!answer.contains("\"result\"")) {
            throw new AssertionError(method + ": " + answer);
        }
    }

    /// Calls a method of the server API.
    String answer(String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + "/api/" + method))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        edge.close();
    }
}
