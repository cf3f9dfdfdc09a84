package io.millrace.edge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.Await;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Subscriptions that end and connections that end with them (protocol sections 4.2, 5, 10, 11 and 12), the
/// same through every door. The rooms deliver what the tests say.
@Timeout(60)
class WireRoomsIT {

    private static final String SUBSCRIBE = "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"}}";
    private static final int EVENT = 30_000;
    private static final int MORE_THAN_ANY_BUFFER = 100;

    private static WireEdge edge;
    private static FakeRooms rooms;

    @BeforeAll
    static void launch() {
        edge = WireEdge.launch(Map.of(
                "edge.limits.subscriptions", "2",
                "edge.limits.outbox", "64KiB",
                "edge.socket.write-timeout", "60s",
                "edge.socket.close-timeout", "30s",
                "edge.timing.expired-subscription-grace", "0s"));
        rooms = FakeRooms.serve();
    }

    @AfterAll
    static void close() {
        rooms.close();
        edge.close();
    }

    @Test
    void gapEndsTheSubscriptionThatTheClientMade() {
        Door.each(Door.ALL, door -> {
            String room = room();
            try (WireClient client = edge.connected(door)) {
                assertThat(client.ask(SUBSCRIBE.formatted(room))
                                .at("/subscribe/recoverable")
                                .asBoolean())
                        .isTrue();
                rooms.deliver(room, 1, 2);
                assertThat(client.next().at("/push/pub/offset").asInt()).isEqualTo(1);

                rooms.deliver(room, 3, 2);

                assertUnsubscribed(client.next(), room, 2500, "insufficient state");
                JsonNode again = client.ask(SUBSCRIBE.formatted(room));
                assertThat(again.at("/subscribe/offset").asInt())
                        .as("the client may come back")
                        .isEqualTo(3);
            }
        });
    }

    @Test
    void gapEndsTheConnectionWhoseSubscriptionTheServerMade() {
        Door.each(Door.ALL, door -> {
            String room = room();
            String token = WireEdge.token(claims -> claims.subject("ada").claim("channels", List.of(room)));
            try (WireClient client = edge.connected(door, token)) {
                rooms.deliver(room, 1, 2);
                assertThat(client.next().at("/push/pub/offset").asInt()).isEqualTo(1);

                rooms.deliver(room, 3, 2);

                assertThat(client.end()).isEqualTo("3010 insufficient state");
            }
        });
    }

    @Test
    void subscriptionThatIsNotRefreshedExpires() {
        Door.each(Door.ALL, door -> {
            String room = room();
            String token = WireEdge.token(
                    claims -> claims.subject("ada").claim("channel", room).expirationTime(WireEdge.in(2)));
            try (WireClient client = edge.connected(door, WireEdge.token(claims -> claims.subject("ada")))) {
                JsonNode subscribed = client.ask(
                        "{\"id\":2,\"subscribe\":{\"channel\":\"" + room + "\",\"token\":\"" + token + "\"}}");
                assertThat(subscribed.at("/subscribe/expires").asBoolean()).isTrue();
                assertThat(subscribed.at("/subscribe/ttl").asInt()).isBetween(1, 2);
                JsonNode refused = client.ask("{\"id\":3,\"sub_refresh\":{\"channel\":\"" + room + "\"}}");
                assertThat(refused.at("/error/code").asInt()).as("no token").isEqualTo(107);

                assertUnsubscribed(client.next(), room, 2501, "subscription expired");
            }
        });
    }

    @Test
    void refreshedSubscriptionGoesOn() {
        Door.each(Door.ALL, door -> {
            String room = room();
            String token = WireEdge.token(
                    claims -> claims.subject("ada").claim("channel", room).expirationTime(WireEdge.in(2)));
            String later = WireEdge.token(
                    claims -> claims.subject("ada").claim("channel", room).expirationTime(WireEdge.in(3_600)));
            try (WireClient client = edge.connected(door, WireEdge.token(claims -> claims.subject("ada")))) {
                client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"" + room + "\",\"token\":\"" + token + "\"}}");
                JsonNode refreshed = client.ask(
                        "{\"id\":3,\"sub_refresh\":{\"channel\":\"" + room + "\",\"token\":\"" + later + "\"}}");

                assertThat(refreshed.at("/sub_refresh/expires").asBoolean()).isTrue();
                assertThat(refreshed.at("/sub_refresh/ttl").asInt()).isBetween(3_590, 3_600);
            }
        });
    }

    @Test
    void expiredSubscriptionOfTheServerEndsTheConnection() {
        Door.each(Door.ALL, door -> {
            String user = UUID.randomUUID().toString();
            String room = room();
            try (WireClient client = edge.connected(door, WireEdge.token(claims -> claims.subject(user)))) {
                edge.call(
                        "subscribe",
                        "{\"user\":\"%s\",\"channel\":\"%s\",\"expire_at\":%d}"
                                .formatted(user, room, Instant.now().getEpochSecond() + 2));
                JsonNode push = client.next().get("push");
                assertThat(push.get("channel").asText()).isEqualTo(room);
                assertThat(push.has("subscribe")).isTrue();

                assertThat(client.end()).isEqualTo("3006 subscription expired");
            }
        });
    }

    @Test
    void clientOfTheServerApiIsToldWhatWasDecided() {
        Door.each(Door.ALL, door -> {
            String user = UUID.randomUUID().toString();
            String room = room();
            String target = "{\"user\":\"" + user + "\",\"channel\":\"" + room + "\"}";
            try (WireClient client = edge.connected(door, WireEdge.token(claims -> claims.subject(user)))) {
                edge.call("subscribe", target);
                assertThat(client.next().at("/push/subscribe").isObject()).isTrue();
                edge.call("unsubscribe", target);
                assertUnsubscribed(client.next(), room, 2000, "server unsubscribe");
                edge.call("refresh", "{\"user\":\"%s\",\"expired\":true}".formatted(user));

                assertThat(client.end()).isEqualTo("3005 connection expired");
            }
        });
    }

    @Test
    void reasonIsNeverJson() {
        Door.each(Door.ALL, door -> {
            String user = UUID.randomUUID().toString();
            String disconnect = "{\"user\":\"" + user + "\",\"disconnect\":{\"code\":4501,\"reason\":\"%s\"}}";
            try (WireClient client = edge.connected(door, WireEdge.token(claims -> claims.subject(user)))) {
                assertThat(edge.answer("disconnect", disconnect.formatted("{\\\"reconnect\\\":true}")))
                        .contains("must not be JSON");
                edge.call("disconnect", disconnect.formatted("{moved}"));

                assertThat(client.end()).isEqualTo("4501 {moved}");
            }
        });
    }

    @Test
    void code3000IsNeverSaid() {
        Door.each(Door.ALL, door -> {
            String user = UUID.randomUUID().toString();
            try (WireClient client = edge.connected(door, WireEdge.token(claims -> claims.subject(user)))) {
                edge.call(
                        "disconnect",
                        "{\"user\":\"%s\",\"disconnect\":{\"code\":3000,\"reason\":\"over\"}}".formatted(user));

                assertThat(client.end()).isEqualTo(door.isSocket() ? "1000 over" : "no push");
            }
        });
    }

    @Test
    void channelsAreLimited() {
        Door.each(Door.ALL, door -> {
            String first = room();
            try (WireClient client = edge.connected(door)) {
                assertThat(client.ask(SUBSCRIBE.formatted(first)).has("subscribe"))
                        .isTrue();
                assertThat(client.ask(SUBSCRIBE.formatted(first))
                                .at("/error/code")
                                .asInt())
                        .as("already subscribed")
                        .isEqualTo(105);
                assertThat(client.ask(SUBSCRIBE.formatted(room())).has("subscribe"))
                        .isTrue();

                assertThat(client.ask(SUBSCRIBE.formatted(room()))
                                .at("/error/code")
                                .asInt())
                        .isEqualTo(106);
            }
            String token =
                    WireEdge.token(claims -> claims.subject("ada").claim("channels", List.of(room(), room(), room())));
            try (WireClient client = edge.open(door, WireEdge.connect(token))) {
                assertThat(client.end()).isEqualTo("3505 channel limit");
            }
        });
    }

    @Test
    void clientThatDoesNotReadIsSlow() {
        String room = room();
        String afterwards = room();
        Map<Door, WireClient> clients = new EnumMap<>(Door.class);
        try (WireClient witness = edge.connected(Door.SOCKET_JSON)) {
            Door.ALL.forEach(door -> clients.put(door, edge.connected(door)));
            clients.values().forEach(client -> enter(client, room));
            enter(witness, afterwards);
            for (int offset = 1; offset <= MORE_THAN_ANY_BUFFER; offset++) {
                rooms.deliver(room, offset, EVENT);
            }
            rooms.deliver(afterwards, 1, 2);
            assertThat(witness.next().at("/push/pub/offset").asInt()).isEqualTo(1);

            // At once: who begins to read after the close timeout finds the connection reset.
            Door.each(Door.ALL, door -> assertSlow(Objects.requireNonNull(clients.get(door))));
        } finally {
            clients.values().forEach(WireClient::close);
        }
    }

    /// Subscribes, again after a temporary error: the first answer of a room may take as long as all schemas.
    private static void enter(WireClient client, String room) {
        Await.until(
                () -> client.ask(SUBSCRIBE.formatted(room)).has("subscribe"), Await.DEADLINE, room + " to be entered");
    }

    private static void assertSlow(WireClient client) {
        int last = 0;
        JsonNode push = client.poll();
        while (push != null) {
            assertThat(push.at("/push/pub/offset").asInt()).isEqualTo(++last);
            push = client.poll();
        }
        assertThat(client.end()).isEqualTo("3008 slow");
        assertThat(last).as("what waited is dropped").isLessThan(MORE_THAN_ANY_BUFFER);
    }

    private static void assertUnsubscribed(JsonNode reply, String room, int code, String reason) {
        assertThat(reply.at("/push/channel").asText()).as("%s", reply).isEqualTo(room);
        assertThat(reply.at("/push/unsubscribe/code").asInt()).as("%s", reply).isEqualTo(code);
        assertThat(reply.at("/push/unsubscribe/reason").asText()).isEqualTo(reason);
    }

    private static String room() {
        return "chat:" + UUID.randomUUID();
    }
}
