package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.Visibility;
import io.millrace.edge.socket.MessageKind;
import io.millrace.id.RoomId;
import io.millrace.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocol sections 5 to 7.
@Timeout(60)
class SubscribeTest {

    private static final String ANSWER =
            "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"e1\",\"offset\":3,\"positioned\":true}}";

    private final EdgeRun edge = EdgeRun.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void subscriberGetsThePositionAndEverythingAfterIt() {
        TestClient client = edge.connected();

        String reply = client.ask(subscribe(2, "chat:lobby"));
        edge.event("chat:lobby", 4);
        edge.event("chat:lobby", 5);

        assertThat(reply).isEqualTo(ANSWER);
        assertThat(client.next())
                .startsWith("{\"push\":{\"channel\":\"chat:lobby\",\"pub\":")
                .contains("\"offset\":4");
        assertThat(client.next()).contains("\"offset\":5");
    }

    @Test
    void roomWithoutHistoryHasNoPosition() {
        assertThat(edge.connected().ask(subscribe(2, "bare:a"))).isEqualTo("{\"id\":2,\"subscribe\":{}}");
    }

    @Test
    void connectAndSubscribesOfOneMessageAreAnsweredInOrder() {
        TestClient client = edge.open();

        client.send(
                "{\"id\":1,\"connect\":{}}", subscribe(2, "chat:a"), subscribe(3, "chat:b"), subscribe(4, "chat:c"));

        assertThat(List.of(client.next(), client.next(), client.next(), client.next()))
                .extracting(reply -> reply.substring(0, 8))
                .containsExactly("{\"id\":1,", "{\"id\":2,", "{\"id\":3,", "{\"id\":4,");
        assertThat(edge.server.told()).startsWith("attach chat:a", "attach chat:b", "attach chat:c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nowhere:a                | 102
                    nocolon                  | 102
                    nowhere:ümlaut           | 102
                    ümlaut                   | 102
                    closed:a                 | 103
                    users:a                  | 103
                    chat:ümlaut              | 107
                    """)
    void refusalsAreErrorsAndTheConnectionStays(String channel, int code) {
        TestClient client = edge.connected();

        assertThat(client.ask(subscribe(2, channel))).contains("{\"id\":2,\"error\":{\"code\":" + code + ",");
        client.assertOpen();
        assertThat(edge.server.told()).isEmpty();
    }

    @Test
    void channelNameOf256CharactersIsRefusedSayingSo() {
        String reply = edge.connected().ask(subscribe(2, "chat:" + "x".repeat(251)));

        assertThat(reply).contains("\"code\":107").contains("255").contains("256");
    }

    @Test
    void userWithANameEntersWhereAnonymousOnesMayNot() {
        assertThat(edge.connected("alice").ask(subscribe(2, "users:a"))).contains("\"subscribe\":");
    }

    @Test
    void secondSubscriptionToTheSameRoomIsRefused() {
        TestClient client = edge.connected();
        client.ask(subscribe(2, "chat:lobby"));

        assertThat(client.ask(subscribe(3, "chat:lobby"))).contains("\"code\":105");
        edge.event("chat:lobby", 4);
        assertThat(client.next()).contains("\"offset\":4");
    }

    @Test
    void moreSubscriptionsThanAllowedAreRefused() {
        try (EdgeRun small = EdgeRun.with(Map.of("edge.limits.subscriptions", "2"))) {
            TestClient client = small.connected();
            client.ask(subscribe(2, "chat:a"));
            client.ask(subscribe(3, "chat:b"));

            assertThat(client.ask(subscribe(4, "chat:c")))
                    .contains("\"code\":106")
                    .contains("2");
            assertThat(client.ask(subscribe(4, "chat:" + "x".repeat(251))))
                    .as("no room has that name, however few there are")
                    .contains("\"code\":107");
            client.ask("{\"id\":5,\"unsubscribe\":{\"channel\":\"chat:a\"}}");
            assertThat(client.ask(subscribe(6, "chat:c"))).contains("\"subscribe\":");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"type\":1", "\"type\":4", "\"tf\":{\"key\":\"a\",\"cmp\":\"eq\",\"val\":\"b\"}"})
    void otherKindsOfSubscriptionsAreNotAvailable(String option) {
        assertThat(edge.connected().ask("{\"id\":2,\"subscribe\":{\"channel\":\"chat:lobby\"," + option + "}}"))
                .contains("\"code\":108");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"channel\":\"\"}", "{}", "{\"channel\":\"chat:lobby\",\"delta\":\"xdelta\"}"})
    void emptyChannelOrUnknownDeltaIsDisconnected(String request) {
        TestClient client = edge.connected();

        client.send("{\"id\":2,\"subscribe\":" + request + "}");

        client.assertClosed(3501);
    }

    @Test
    void knownDeltaIsTakenButNotGranted() {
        assertThat(edge.connected().ask("{\"id\":2,\"subscribe\":{\"channel\":\"chat:lobby\",\"delta\":\"fossil\"}}"))
                .isEqualTo(ANSWER);
    }

    @Test
    void binaryRoomIsNotForJsonClients() {
        TestClient client = edge.connected();

        client.send(subscribe(2, "signal:a"));

        client.assertClosed(3506);
    }

    @Test
    void binaryRoomIsForProtobufClients() {
        TestClient client = edge.open(Encoding.PROTOBUF);

        // connect{} as 1, then subscribe{channel: "signal:a"} as 2
        TestClient.await(client.post(MessageKind.BINARY, new byte[] {4, 8, 1, 34, 0}));
        byte[] subscribe = "....\n\bsignal:a".getBytes(StandardCharsets.US_ASCII);
        subscribe[0] = 8;
        subscribe[1] = 2;
        subscribe[2] = 42;
        subscribe[3] = 10;
        byte[] message = new byte[subscribe.length + 1];
        message[0] = (byte) subscribe.length;
        System.arraycopy(subscribe, 0, message, 1, subscribe.length);
        TestClient.await(client.post(MessageKind.BINARY, message));

        client.assertOpen();
        assertThat(edge.server.told()).contains("attach signal:a");
    }

    @Test
    void recoveryBringsWhatWasMissedAndTheClientsOwnPosition() {
        TestClient client = edge.connected();

        String reply = client.ask(recover(2, 1, "e1", 0));

        assertThat(reply)
                .contains("\"was_recovering\":true", "\"recovered\":true", "\"offset\":1,\"positioned\"")
                .containsSubsequence("\"publications\":[", "\"offset\":2", "\"offset\":3", "]")
                .contains("\"epoch\":\"e1\"");
    }

    @Test
    void recoveryOfOneWhoMissedNothingSucceedsWithNothing() {
        assertThat(edge.connected().ask(recover(2, 3, "e1", 0)))
                .contains("\"was_recovering\":true", "\"recovered\":true")
                .doesNotContain("publications");
    }

    @Test
    void clientOfAFasterEdgeIsAskedToComeBackInAMoment() {
        TestClient client = edge.connected();

        assertThat(client.ask(recover(2, 4, "e1", 0))).contains("\"code\":100", "\"temporary\":true");

        edge.event("chat:lobby", 4);
        assertThat(client.ask(recover(3, 4, "e1", 0))).contains("\"was_recovering\":true", "\"recovered\":true");
    }

    @Test
    void unrecoverablePositionGoesOnFromTheTop() {
        String reply = edge.connected().ask(recover(2, 2, "gone", 0));

        assertThat(reply)
                .contains("\"was_recovering\":true", "\"offset\":3", "\"epoch\":\"e1\"")
                .doesNotContain("\"recovered\"", "publications");
    }

    @Test
    void unrecoverablePositionIsAnErrorForWhoAsksForThat() {
        TestClient client = edge.connected();

        assertThat(client.ask(recover(2, 2, "gone", 2))).contains("\"code\":112");
        edge.event("chat:lobby", 4);
        client.assertOpen();
        assertThat(client.rest()).as("it is not subscribed").isEmpty();
    }

    @Test
    void recoveryThatWouldOverflowTheOutboxIsNotTried() {
        try (EdgeRun small = EdgeRun.with(Map.of("edge.limits.outbox", "64KiB"))) {
            small.server.serveEventsOf(14_000);
            TestClient client = small.connected();

            assertThat(client.ask(recover(2, 1, "e1", 0))).contains("\"recovered\":true");
            client.ask(unsubscribe(3, "chat:lobby"));
            assertThat(client.ask(recover(4, 0, "e1", 0)))
                    .contains("\"was_recovering\":true", "\"offset\":3")
                    .doesNotContain("\"recovered\"");
            client.assertOpen();
        }
    }

    @Test
    void recoveriesOfManyRoomsInOneMessageWaitForTheClientToRead() {
        try (EdgeRun small = EdgeRun.with(Map.of("edge.limits.outbox", "64KiB"))) {
            small.server.serveEventsOf(1_000);
            TestClient client = small.connected();
            client.socket.stopReading();
            List<String> commands = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                commands.add("{\"id\":" + (i + 2) + ",\"subscribe\":{\"channel\":\"chat:" + i
                        + "\",\"recover\":true,\"epoch\":\"e1\"}}");
            }
            Future<?> handled = client.post(commands.toArray(String[]::new));
            Await.until(() -> client.session.queuedBytes() > 32 << 10, Await.DEADLINE, "half of the outbox to be full");

            client.socket.readOn();
            TestClient.await(handled);

            for (int i = 0; i < 120; i++) {
                assertThat(client.next()).contains("\"recovered\":true");
            }
            client.assertOpen();
        }
    }

    @Test
    void unsubscribeEndsTheStreamAndIsAlwaysAnswered() {
        TestClient client = edge.connected();
        client.ask(subscribe(2, "chat:lobby"));

        assertThat(client.ask(unsubscribe(3, "chat:lobby"))).isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
        edge.event("chat:lobby", 4);
        assertThat(client.ask(unsubscribe(4, "chat:lobby"))).isEqualTo("{\"id\":4,\"unsubscribe\":{}}");
        assertThat(client.ask(unsubscribe(5, "nowhere:a"))).isEqualTo("{\"id\":5,\"unsubscribe\":{}}");
        assertThat(client.ask(unsubscribe(6, "not a channel"))).isEqualTo("{\"id\":6,\"unsubscribe\":{}}");
        assertThat(edge.server.told()).containsOnlyOnce("leave chat:lobby");
    }

    @Test
    void unsubscribeWithoutAChannelIsDisconnected() {
        TestClient client = edge.connected();

        client.send(unsubscribe(2, ""));

        client.assertClosed(3501);
    }

    @Test
    void subscriberIsToldWhoComesAndGoesWhenItAsksFor() {
        TestClient asking = edge.connected();
        TestClient other = edge.connected();
        asking.ask("{\"id\":2,\"subscribe\":{\"channel\":\"chat:lobby\",\"join_leave\":true}}");
        other.ask(subscribe(2, "chat:lobby"));

        edge.server.deliver(() -> edge.hub.presenceChanged(
                new RoomId("chat:lobby"),
                RoomFixtures.EPOCH,
                1,
                true,
                RoomFixtures.client("zoe"),
                Visibility.NAMESPACE,
                System.nanoTime()));
        edge.event("chat:lobby", 4);

        assertThat(asking.next()).contains("\"join\":{\"info\":", "\"client\":\"zoe\"");
        assertThat(other.next()).contains("\"pub\":");
    }

    @Test
    void lostStreamUnsubscribesTheClientSoThatItComesBack() {
        TestClient client = edge.connected();
        client.ask(subscribe(2, "chat:lobby"));

        edge.server.deliver(() -> edge.hub.snapshot(
                new RoomId("chat:lobby"), RoomFixtures.snapshot(RoomFixtures.LATER_EPOCH, 0, List.of())));

        assertThat(client.next())
                .isEqualTo("{\"push\":{\"channel\":\"chat:lobby\",\"unsubscribe\":{\"code\":2500,"
                        + "\"reason\":\"insufficient state\"}}}");
        assertThat(client.ask(subscribe(3, "chat:lobby"))).contains("\"epoch\":\"e2\"");
    }

    @Test
    void roomThatDoesNotAnswerIsATemporaryErrorInTime() {
        try (EdgeRun impatient = EdgeRun.with(Map.of("edge.timing.command", "200ms"))) {
            impatient.server.goAway();
            TestClient client = impatient.connected();

            assertThat(client.ask(subscribe(2, "chat:lobby")))
                    .isEqualTo("{\"id\":2,\"error\":{\"code\":100,\"message\":\"internal server error\","
                            + "\"temporary\":true}}");
            client.assertOpen();
        }
    }

    @Test
    void roomsOfOneMessageShareTheirDeadline() {
        try (EdgeRun impatient = EdgeRun.with(Map.of("edge.timing.command", "500ms"))) {
            impatient.server.goAway();
            TestClient client = impatient.connected();
            List<String> commands = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                commands.add(subscribe(i + 2, "chat:" + i));
            }

            long started = System.nanoTime();
            client.send(commands.toArray(String[]::new));

            assertThat(System.nanoTime() - started).as("nanoseconds").isLessThan(10_000_000_000L);
            for (int i = 0; i < 100; i++) {
                assertThat(client.next()).startsWith("{\"id\":" + (i + 2) + ",").contains("\"code\":100");
            }
        }
    }

    @Test
    void sessionThatEndsWhileItsSubscribeWaitsIsNotInTheRoomAfterwards() {
        edge.server.goAway();
        TestClient client = edge.connected();
        Future<?> waiting = client.post(subscribe(2, "chat:lobby"));
        edge.server.awaitTold("attach chat:lobby");
        client.session.disconnect(io.millrace.edge.protocol.DisconnectCode.SHUTDOWN);

        edge.server.deliver(() ->
                edge.hub.snapshot(new RoomId("chat:lobby"), RoomFixtures.snapshot(RoomFixtures.EPOCH, 0, List.of())));
        TestClient.await(waiting);

        client.assertClosed(3001);
        assertThat(client.session.subscriptionCount()).isZero();
        assertThat(edge.server.told()).doesNotContain("join chat:lobby");
    }

    @Test
    void endedSessionLeavesItsRooms() {
        TestClient client = edge.connected();
        client.ask(subscribe(2, "chat:a"));
        client.ask(subscribe(3, "chat:b"));

        client.close();

        assertThat(edge.server.told()).contains("leave chat:a", "leave chat:b");
        assertThat(edge.registry.size()).isZero();
    }

    private static String subscribe(int id, String channel) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\"}}";
    }

    private static String unsubscribe(int id, String channel) {
        return "{\"id\":" + id + ",\"unsubscribe\":{\"channel\":\"" + channel + "\"}}";
    }

    private static String recover(int id, long offset, String epoch, int flag) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"chat:lobby\",\"recover\":true,\"epoch\":\"" + epoch
                + "\",\"offset\":" + offset + ",\"flag\":" + flag + "}}";
    }
}
