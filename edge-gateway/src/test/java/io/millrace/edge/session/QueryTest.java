package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.Snapshot;
import io.millrace.id.RoomId;
import io.millrace.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocol section 6: presence and history.
@Timeout(60)
class QueryTest {

    private final EdgeRun edge = EdgeRun.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void presenceHoldsEverybodyAndTheOneWhoAsks() {
        TestClient client = edge.connected("alice");
        client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"chat:lobby\"}}");
        present("zoe", "yan");

        String reply = client.ask("{\"id\":3,\"presence\":{\"channel\":\"chat:lobby\"}}");

        assertThat(reply)
                .startsWith("{\"id\":3,\"presence\":{\"presence\":{")
                .contains("\"zoe\":{\"user\":\"user-zoe\",\"client\":\"zoe\"}", "\"yan\":", "\"user\":\"alice\"");
    }

    @Test
    void presenceStatsCountConnectionsAndUsers() {
        TestClient client = edge.connected();
        client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"chat:lobby\"}}");
        edge.connected().ask("{\"id\":2,\"subscribe\":{\"channel\":\"chat:lobby\"}}");
        edge.connected("zoe").ask("{\"id\":2,\"subscribe\":{\"channel\":\"chat:lobby\"}}");

        assertThat(client.ask("{\"id\":3,\"presence_stats\":{\"channel\":\"chat:lobby\"}}"))
                .as("anonymous users count as one")
                .isEqualTo("{\"id\":3,\"presence_stats\":{\"num_clients\":3,\"num_users\":2}}");
    }

    @Test
    void emptyRoomHasAnEmptyPresence() {
        assertThat(edge.connected().ask("{\"id\":2,\"presence\":{\"channel\":\"chat:lobby\"}}"))
                .isEqualTo("{\"id\":2,\"presence\":{\"presence\":{}}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    presence       | bare:a     | 108
                    presence_stats | bare:a     | 108
                    history        | bare:a     | 108
                    presence       | members:a  | 103
                    presence_stats | members:a  | 103
                    history        | members:a  | 103
                    presence       | nowhere:a  | 102
                    presence_stats | nowhere:a  | 102
                    history        | nowhere:a  | 102
                    presence       | chat:a\\u00e4 | 107
                    """)
    void refusalsAreErrorsAndTheConnectionStays(String method, String channel, int code) {
        TestClient client = edge.connected();

        assertThat(client.ask("{\"id\":2,\"" + method + "\":{\"channel\":\"" + channel + "\"}}"))
                .contains("{\"id\":2,\"error\":{\"code\":" + code + ",");
        client.assertOpen();
        assertThat(edge.server.told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence", "presence_stats", "history"})
    void queryWithoutAChannelIsDisconnected(String method) {
        TestClient client = edge.connected();

        client.send("{\"id\":2,\"" + method + "\":{\"channel\":\"\"}}");

        client.assertClosed(3501);
    }

    @ParameterizedTest
    @ValueSource(strings = {"presence", "presence_stats", "history"})
    void queryOfABinaryRoomIsNotForJsonClients(String method) {
        TestClient client = edge.connected();

        client.send("{\"id\":2,\"" + method + "\":{\"channel\":\"signal:a\"}}");

        client.assertClosed(3506);
    }

    @Test
    void subscribersReadWhereOnlySubscribersMay() {
        TestClient client = edge.connected();
        client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"members:a\"}}");

        assertThat(client.ask("{\"id\":3,\"presence\":{\"channel\":\"members:a\"}}"))
                .contains("\"presence\":{");
        assertThat(client.ask("{\"id\":4,\"history\":{\"channel\":\"members:a\"}}"))
                .contains("\"offset\":3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    -                                                  |
                    "limit":0                                          |
                    "limit":2                                          | 1 2
                    "limit":-1                                         | 1 2 3
                    "limit":5000                                       | 1 2 3
                    "limit":5,"since":{"offset":1,"epoch":"e1"}        | 2 3
                    "limit":5,"since":{"offset":1}                     | 2 3
                    "limit":5,"reverse":true                           | 3 2 1
                    "limit":1,"reverse":true                           | 3
                    "limit":5,"reverse":true,"since":{"offset":3}      | 2 1
                    "limit":5,"since":{"offset":3}                     |
                    """)
    void historyGoesAsAsked(String options, String offsets) {
        String request =
                "{\"id\":2,\"history\":{\"channel\":\"chat:lobby\"" + (options == null ? "" : "," + options) + "}}";

        String reply = edge.connected().ask(request);

        List<String> found = java.util.regex.Pattern.compile("\"offset\":(\\d)[,}](?!\"epoch)")
                .matcher(reply.substring(0, reply.indexOf("]")))
                .results()
                .map(result -> result.group(1))
                .toList();
        assertThat(found).as(reply).isEqualTo(offsets == null ? List.of() : List.of(offsets.split(" ")));
        assertThat(reply).endsWith("\"epoch\":\"e1\",\"offset\":3}}");
    }

    @Test
    void historyWaitsForWhatItsClientHasPublished() {
        TestClient client = edge.connected();
        client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"chat:lobby\"}}");

        Future<?> handled = client.post(
                "{\"id\":3,\"publish\":{\"channel\":\"chat:lobby\",\"data\":4}}",
                "{\"id\":4,\"history\":{\"channel\":\"chat:lobby\",\"limit\":1,\"reverse\":true}}");
        edge.sink.await(Topics.MESSAGES_SUBMITTED, 1);
        assertThat(client.rest()).isEmpty();
        assertThat(handled.isDone()).isFalse();
        edge.event("chat:lobby", 4);
        edge.accept(1, 4);

        TestClient.await(handled);
        assertThat(client.next()).as("the push").contains("\"offset\":4");
        assertThat(client.next()).isEqualTo("{\"id\":3,\"publish\":{}}");
        assertThat(client.next()).contains("\"history\":").contains("\"offset\":4");
    }

    @Test
    void historyOfAnotherEpochIsUnrecoverable() {
        assertThat(edge.connected()
                        .ask("{\"id\":2,\"history\":{\"channel\":\"chat:lobby\",\"limit\":5,"
                                + "\"since\":{\"offset\":1,\"epoch\":\"gone\"}}}"))
                .contains("\"code\":112");
    }

    @Test
    void reverseHistoryFromTheBeginningIsABadRequest() {
        assertThat(edge.connected()
                        .ask("{\"id\":2,\"history\":{\"channel\":\"chat:lobby\",\"limit\":5,\"reverse\":true,"
                                + "\"since\":{\"offset\":0,\"epoch\":\"e1\"}}}"))
                .contains("\"code\":107");
    }

    @Test
    void historyIsCutToWhatTheOutboxHolds() {
        try (EdgeRun small = EdgeRun.with(Map.of("edge.limits.outbox", "64KiB"))) {
            small.server.serveEventsOf(14_000);

            String reply = small.connected().ask("{\"id\":2,\"history\":{\"channel\":\"chat:lobby\",\"limit\":3}}");

            assertThat(reply).contains("\"offset\":1", "\"offset\":2").endsWith("\"offset\":3}}");
            assertThat(reply.length()).isBetween(28_000, 32_000);
        }
    }

    private void present(String... clients) {
        edge.server.deliver(() -> edge.hub.snapshot(
                new RoomId("chat:lobby"),
                new Snapshot(
                        0,
                        true,
                        RoomFixtures.EPOCH,
                        RoomServer.TOP,
                        2,
                        List.of(),
                        java.util.Arrays.stream(clients)
                                .map(RoomFixtures::client)
                                .toList())));
    }
}
