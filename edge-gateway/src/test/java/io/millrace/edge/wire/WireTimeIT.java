package io.millrace.edge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pings, pongs, stale and expired connections (protocol sections 4.1 and 4.2), the same through every door.
@Timeout(60)
class WireTimeIT {

    private static final String ASK = "{\"id\":9,\"presence\":{\"channel\":\"nowhere:x\"}}";
    private static final String PONG = "{}";

    private static WireEdge edge;

    @BeforeAll
    static void launch() {
        edge = WireEdge.launch(Map.of(
                "edge.timing.ping", "1s",
                "edge.timing.pong", "300ms",
                "edge.timing.stale", "1s",
                "edge.timing.expired-grace", "0s"));
    }

    @AfterAll
    static void close() {
        edge.close();
    }

    @Test
    void clientThatAnswersNoPingIsDisconnected() {
        Door.each(Door.ALL, door -> {
            try (WireClient client = edge.connected(door)) {
                assertThat(client.nextOrPing()).as("a ping").isEmpty();
                // Another sign of life than a pong does not count.
                assertThat(client.ask(ASK).has("error")).isTrue();

                assertThat(client.end()).isEqualTo("3012 no pong");
            }
        });
    }

    @Test
    void clientThatAnswersItsPingsStaysAndOneAnswerIsEnough() {
        Door.each(Door.ALL, door -> {
            try (WireClient client = edge.open(door, "{\"id\":1,\"connect\":{}}")) {
                JsonNode connected = client.next().get("connect");
                assertThat(connected.get("ping").asInt()).isEqualTo(1);
                assertThat(connected.get("pong").asBoolean()).isTrue();

                for (int i = 0; i < 2; i++) {
                    assertThat(client.nextOrPing()).as("a ping").isEmpty();
                    client.send(PONG);
                }
                assertThat(client.ask(ASK).has("error")).isTrue();
                client.send(PONG);

                assertThat(client.end()).isEqualTo("3501 bad request");
            }
        });
    }

    @Test
    void frameThatAnswersNothingIsIgnored() {
        Door.each(Door.SOCKETS, door -> {
            try (WireSocket client = new WireSocket(edge.port(), door, "")) {
                client.send("{\"id\":1,\"connect\":{}}");
                client.next();

                client.writeFrame(WireSocket.FIN | WireSocket.PONG, new byte[] {1, 2});
                assertThat(client.ask(ASK).has("error")).isTrue();

                assertThat(client.nextOrPing()).as("a ping").isEmpty();
                client.writeFrame(WireSocket.FIN | WireSocket.PONG, new byte[0]);
                assertThat(client.end()).as("a frame is no pong").isEqualTo("3012 no pong");
            }
        });
    }

    @Test
    void clientThatWantsFramesIsPingedByThem() {
        Door.each(Door.SOCKETS, door -> {
            try (WireSocket client = new WireSocket(edge.port(), door, "&cf_ws_frame_ping_pong=true")) {
                client.send("{\"id\":1,\"connect\":{}}");
                JsonNode connected = client.next().get("connect");
                assertThat(connected.has("ping") || connected.has("pong")).isFalse();

                assertThat(client.nextOrPing()).isEqualTo(WireSocket.FRAME_PING);
                client.writeFrame(WireSocket.FIN | WireSocket.PONG, new byte[0]);
                assertThat(client.nextOrPing()).isEqualTo(WireSocket.FRAME_PING);

                assertThat(client.end()).isEqualTo("3012 no pong");
            }
        });
    }

    @Test
    void clientThatIsNotConnectedInTimeIsStale() {
        Door.each(Door.ALL, door -> {
            String expired = WireEdge.token("ada", -60);

            try (WireClient client = edge.open(door, WireEdge.connect(expired), ASK)) {
                assertThat(client.next().at("/error/code").asInt()).isEqualTo(109);

                assertThat(client.end()).isEqualTo("3502 stale");
            }
        });
    }

    @Test
    void clientThatSaysNothingIsStale() {
        Door.each(Door.SOCKETS, door -> {
            try (WireClient client = edge.open(door)) {
                assertThat(client.end()).isEqualTo("3502 stale");
            }
        });
    }

    @Test
    void connectionThatIsNotRefreshedExpires() {
        Door.each(Door.ALL, door -> {
            try (WireClient client = edge.open(door, WireEdge.connect(WireEdge.token("ada", 2)))) {
                JsonNode connected = client.next().get("connect");
                assertThat(connected.get("expires").asBoolean()).isTrue();
                assertThat(connected.get("ttl").asInt()).isBetween(1, 2);

                assertThat(answeringPings(client)).isEqualTo("3005 connection expired");
            }
        });
    }

    @Test
    void refreshedConnectionGoesOn() {
        Door.each(Door.ALL, door -> {
            try (WireClient client = edge.connected(door, WireEdge.token("ada", 2))) {
                JsonNode refreshed =
                        client.ask(refresh(WireEdge.token("ada", 3_600))).get("refresh");

                assertThat(refreshed.get("client").asText()).isNotEmpty();
                assertThat(refreshed.get("expires").asBoolean()).isTrue();
                assertThat(refreshed.get("ttl").asInt()).isBetween(3_590, 3_600);
                for (int i = 0; i < 3; i++) {
                    assertThat(client.nextOrPing()).as("a ping").isEmpty();
                    client.send(PONG);
                }
                assertThat(client.ask(ASK).has("error"))
                        .as("after the first token's end")
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "SOCKET_JSON,EXPIRED,3005 connection expired",
        "SOCKET_PROTOBUF,EXPIRED,3005 connection expired",
        "EVENTS,EXPIRED,3005 connection expired",
        "SOCKET_JSON,OTHER_USER,3500 invalid token",
        "STREAM_PROTOBUF,OTHER_USER,3500 invalid token",
        "SOCKET_PROTOBUF,FORGED,3500 invalid token",
        "STREAM_JSON,FORGED,3500 invalid token",
        "SOCKET_JSON,NONE,3501 bad request",
        "EVENTS,NONE,3501 bad request",
        "SOCKET_JSON,OTHER_CHANNELS,3010 insufficient state",
        "SOCKET_PROTOBUF,OTHER_CHANNELS,3010 insufficient state",
        "STREAM_JSON,OTHER_CHANNELS,3010 insufficient state"
    })
    void refreshThatCannotBeEndsTheConnection(Door door, Refresh refresh, String end) {
        try (WireClient client = edge.connected(door, WireEdge.token("ada", 3_600))) {
            client.send(refresh(refresh.token()));

            assertThat(answeringPings(client)).isEqualTo(end);
        }
    }

    /// What is wrong with the token of a refresh.
    enum Refresh {
        EXPIRED,
        OTHER_USER,
        FORGED,
        NONE,
        OTHER_CHANNELS;

        String token() {
            return switch (this) {
                case EXPIRED -> WireEdge.token("ada", -60);
                case OTHER_USER -> WireEdge.token("bob", 3_600);
                case FORGED -> WireEdge.token("ada", 3_600) + "x";
                case NONE -> "";
                case OTHER_CHANNELS -> WireEdge.token(Refresh::withChannel);
            };
        }

        private static JWTClaimsSet.Builder withChannel(JWTClaimsSet.Builder claims) {
            return claims.subject("ada").expirationTime(WireEdge.in(3_600)).claim("channels", List.of("chat:x"));
        }
    }

    private static String refresh(String token) {
        return "{\"id\":5,\"refresh\":{\"token\":\"" + token + "\"}}";
    }

    private static String answeringPings(WireClient client) {
        JsonNode reply = client.poll();
        while (reply != null) {
            assertThat(reply).as("a ping").isEmpty();
            client.send(PONG);
            reply = client.poll();
        }
        return client.end();
    }
}
