package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.centrifugal.centrifuge.ClientState;
import io.millrace.schema.api.ApiCommand;
import io.millrace.schema.api.ApiResult;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The server API of a running system with two edges, through both doors.
@ExtendWith(SharedStack.class)
class ServerApiIT {

    private ServerApi one;
    private ServerApi two;

    @BeforeEach
    void open(RunningStack stack) {
        one = new ServerApi(stack.page(0));
        two = new ServerApi(stack.page(1));
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void keyComesInAnyOfThreeWays() {
        String key = RunningStack.API_KEY;

        assertThat(one.post("info", "{}", Map.of()).statusCode()).isEqualTo(401);
        assertThat(one.post("info", "{}", Map.of("X-API-Key", "wrong")).statusCode())
                .isEqualTo(401);
        assertThat(one.post("info", "{}", Map.of("X-API-Key", key)).statusCode())
                .isEqualTo(200);
        assertThat(one.post("info", "{}", Map.of("Authorization", "apikey " + key))
                        .statusCode())
                .isEqualTo(200);
        assertThat(one.post("info?api_key=" + key, "{}", Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void requestsThatCannotBeAreToldByTheStatus() {
        Map<String, String> key = Map.of("X-API-Key", RunningStack.API_KEY);

        assertThat(one.post("publish", "{", key).statusCode()).isEqualTo(400);
        assertThat(one.post("shout", "{}", key).statusCode()).isEqualTo(404);
        assertThat(one.post("publish", "{\"data\":\"" + "x".repeat(2 << 20) + "\"}", key)
                        .statusCode())
                .isEqualTo(413);
        assertThat(one.send(HttpRequest.newBuilder(one.address("info")).GET().build())
                        .statusCode())
                .isEqualTo(405);
        assertThat(one.post(
                                "publish",
                                "{\"channel\":\"nowhere:a\",\"data\":{}}",
                                Map.of("X-API-Key", RunningStack.API_KEY, "X-Centrifugo-Error-Mode", "transport"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void publicationReachesSubscribersOfBothEdgesWithoutASender(RunningStack stack) throws Exception {
        String room = Rooms.open("api-publish");
        try (JavaMember near = JavaMember.join(stack.webSocket(0), room, "");
                JavaMember far = JavaMember.join(stack.webSocket(1), room, "")) {
            JsonNode place = one.result("publish", "{\"channel\":\"%s\",\"data\":{\"n\":1}}".formatted(room));

            assertThat(place.get("offset").asLong()).isEqualTo(1);
            Await.until(() -> far.heard().size() == 1, Await.DEADLINE, "heard on the other edge");
            Await.until(() -> near.heard().size() == 1, Await.DEADLINE, "heard on the same edge");
            assertThat(far.heard()).containsExactly(new JavaMember.Heard(1, "{\"n\":1}", ""));
            JsonNode history = two.result("history", "{\"channel\":\"%s\",\"limit\":10}".formatted(room));
            assertThat(history.get("publications")).hasSize(1);
            assertThat(history.get("publications").get(0).has("info")).isFalse();
            assertThat(history.get("epoch")).isEqualTo(place.get("epoch"));
        }
    }

    @Test
    void sameKeyHasTheSamePlaceOnBothEdges() {
        String room = Rooms.open("api-key");
        String publish = "{\"channel\":\"%s\",\"data\":1,\"idempotency_key\":\"k\"}".formatted(room);

        JsonNode first = one.result("publish", publish);
        JsonNode repeat = two.result("publish", publish);

        assertThat(repeat).isEqualTo(first);
        assertThat(two.result("history", "{\"channel\":\"%s\",\"limit\":10}".formatted(room))
                        .get("publications"))
                .hasSize(1);
    }

    @Test
    void removedHistoryIsGoneAndOffsetsGoOn() {
        String room = Rooms.open("api-remove");
        one.result("publish", "{\"channel\":\"%s\",\"data\":1}".formatted(room));
        one.result("history_remove", "{\"channel\":\"%s\"}".formatted(room));

        JsonNode place = one.result("publish", "{\"channel\":\"%s\",\"data\":2}".formatted(room));

        assertThat(place.get("offset").asLong()).isGreaterThan(1);
        JsonNode history = two.result("history", "{\"channel\":\"%s\",\"limit\":10}".formatted(room));
        assertThat(history.get("publications")).hasSize(1);
        assertThat(history.get("publications").get(0).get("data").asInt()).isEqualTo(2);
    }

    @Test
    void presenceAndChannelsCountBothEdges(RunningStack stack) throws Exception {
        String room = Rooms.open("api-presence");
        String ada = Tokens.hs256(RunningStack.TOKEN_SECRET, "ada");
        try (JavaMember near = JavaMember.join(stack.webSocket(0), room, ada);
                JavaMember far = JavaMember.join(stack.webSocket(1), room, ada)) {
            String channel = "{\"channel\":\"%s\"}".formatted(room);
            Await.until(
                    () -> one.result("presence_stats", channel)
                                    .get("num_clients")
                                    .asInt()
                            == 2,
                    Await.DEADLINE,
                    "both present");

            assertThat(two.result("presence_stats", channel).get("num_users").asInt())
                    .isEqualTo(1);
            assertThat(two.result("presence", channel).get("presence")).hasSize(2);
            JsonNode channels = one.result("channels", "{\"pattern\":\"%s\"}".formatted(room));
            assertThat(channels.get("channels").get(room).get("num_clients").asInt())
                    .isEqualTo(2);
            assertThat(near.isConnected() && far.isConnected()).isTrue();
        }
    }

    @Test
    void infoNamesBothEdges() {
        JsonNode nodes = two.result("info", "{}").get("nodes");

        assertThat(nodes).hasSize(2);
        assertThat(nodes.get(0).get("uid").asText())
                .isNotEqualTo(nodes.get(1).get("uid").asText());
    }

    @Test
    void userOnAnotherEdgeIsSubscribedUnsubscribedAndDisconnected(RunningStack stack) throws Exception {
        String user = "u-" + UUID.randomUUID();
        String room = Rooms.open("api-own");
        String pushed = Rooms.open("api-pushed");
        String channel = "{\"channel\":\"%s\"}".formatted(pushed);
        String target = "{\"user\":\"%s\",\"channel\":\"%s\"}".formatted(user, pushed);
        try (JavaMember far =
                JavaMember.join(stack.webSocket(1), room, Tokens.hs256(RunningStack.TOKEN_SECRET, user))) {
            one.result("subscribe", target);
            awaitPresent(channel, 1);
            one.result("unsubscribe", target);
            awaitPresent(channel, 0);

            one.result("disconnect", "{\"user\":\"%s\"}".formatted(user));

            Await.until(
                    () -> far.client().getState() == ClientState.DISCONNECTED, Await.DEADLINE, "the user to be out");
        }
    }

    @Test
    void commandThroughKafkaHasItsEffectOnce(RunningStack stack) {
        String room = Rooms.open("api-kafka");
        String id = "cmd-" + UUID.randomUUID();
        AvroSerdes serdes = new AvroSerdes(RegistrySettings.at(stack.registryUrl()));
        KafkaBroker kafka = KafkaBroker.at(stack.bootstrapServers());
        String params = "{\"channel\":\"%s\",\"data\":{\"n\":1}}".formatted(room);
        try (Serializer<ApiCommand> commands = serdes.serializer(Topics.API_COMMANDS);
                RecordReader<ApiResult> results =
                        kafka.reader(Topics.API_RESULTS.name(), serdes.deserializer(Topics.API_RESULTS))) {
            byte[] command =
                    commands.serialize(Topics.API_COMMANDS.name(), new ApiCommand(id, "publish", params, null));

            // The second key leads to another partition, which the other edge may own.
            for (String key : List.of("a", "a", "b", "c", "d")) {
                kafka.send(Topics.API_COMMANDS.name(), key, command);
            }

            List<ApiResult> outcomes = results
                    .awaitThat(
                            all -> all.stream()
                                            .filter(result -> id.equals(result.key()))
                                            .count()
                                    == 5,
                            Await.DEADLINE,
                            "five results")
                    .stream()
                    .filter(result -> id.equals(result.key()))
                    .map(result -> result.value())
                    .toList();
            assertThat(outcomes).extracting(ApiResult::getError).containsOnlyNulls();
            assertThat(outcomes.stream()
                            .map(result -> ServerApi.read(result.getResult())
                                    .get("offset")
                                    .asLong())
                            .distinct())
                    .containsExactly(1L);
            assertThat(one.result("history", "{\"channel\":\"%s\",\"limit\":10}".formatted(room))
                            .get("publications"))
                    .hasSize(1);
        }
    }

    private void awaitPresent(String channel, int clients) {
        Await.until(
                () -> two.result("presence_stats", channel).get("num_clients").asInt() == clients,
                Await.DEADLINE,
                clients + " present");
    }
}
