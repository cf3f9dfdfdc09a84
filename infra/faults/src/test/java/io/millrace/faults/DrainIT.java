package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.check.Entry;
import io.millrace.faults.check.History;
import io.millrace.faults.check.HistoryChecker;
import io.millrace.faults.harness.ChatRun;
import io.millrace.schema.chat.Retract;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// SIGTERM is a polite end: clients are told, and nothing is lost.
class DrainIT {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int CLIENTS = 12;
    private static final int EACH = 200;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static ChatSystem system;

    @BeforeAll
    static void launch() {
        system = ChatSystem.launch(2);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @Test
    void terminatedEdgeClosesItsClientsWith3001() {
        try (RawClient client = RawClient.open(system.addresses().getFirst())) {
            client.send("{\"id\":1,\"connect\":{}}");

            boolean ended = system.edge(0).stop(WITHIN);

            assertThat(client.closeCode()).isEqualTo(3001);
            assertThat(ended).as("edge ended within %s", WITHIN).isTrue();
        } finally {
            ChatSystem.restart(system.edge(0));
        }
    }

    @Test
    void restartOfEverythingBringsBackNothingThatWasTakenBack() {
        String room = "chat:taken-back";
        ask(0, "publish", "{\"channel\":\"%s\",\"data\":{\"id\":\"greeting\"}}".formatted(room));
        ask(0, "publish", "{\"channel\":\"%s\",\"data\":{\"id\":\"insult\"}}".formatted(room));
        String question = "{\"channel\":\"%s\",\"limit\":10}".formatted(room);
        assertThat(ask(1, "history", question)).contains("insult");

        takeBack(room, 2);
        String history = Await.value(
                () -> ask(1, "history", question),
                answer -> answer.contains("\"retracted\""),
                Duration.ofSeconds(30),
                "the retraction");
        List<String> archived = List.of("greeting", Entry.TAKEN_BACK, Entry.retractionOf(2));

        assertThat(history)
                .contains("greeting", "\"millrace-event\":\"removed\"")
                .doesNotContain("insult");
        assertThat(system.table(room, 3)).extracting(Entry::id).containsExactlyInAnyOrderElementsOf(archived);
        for (ManagedProcess service : List.of(system.processor(), system.edge(0), system.edge(1))) {
            assertThat(service.stop(WITHIN)).isTrue();
            ChatSystem.restart(service);
        }
        assertThat(json(history(0, question))).isEqualTo(json(history));
        assertThat(json(history(1, question))).isEqualTo(json(history));
        assertThat(system.table(room, 3)).extracting(Entry::id).containsExactlyInAnyOrderElementsOf(archived);
    }

    /// Asked again while the room has not been found yet.
    private static String history(int edge, String question) {
        return Await.value(
                () -> ask(edge, "history", question),
                answer -> !answer.isEmpty() && !answer.contains("\"code\":100"),
                Duration.ofSeconds(30),
                "the history at edge " + edge);
    }

    /// Tags have no order.
    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private static void takeBack(String room, long offset) {
        Retract retract = Retract.newBuilder()
                .setCommandId("c-1")
                .setMessageId("")
                .setOffset(offset)
                .build();
        RoomCommand command =
                RoomCommand.newBuilder().setRoom(room).setRetract(retract).build();
        AvroSerdes serdes = new AvroSerdes(RegistrySettings.at(system.cluster().registryUrl()));
        try (Serializer<RoomCommand> commands = serdes.serializer(Topics.ROOM_COMMANDS)) {
            String topic = Topics.ROOM_COMMANDS.name();
            system.broker().send(topic, room, commands.serialize(topic, command));
        }
    }

    /// A call of the server API; empty while the edge does not answer.
    private static String ask(int edge, String method, String body) {
        String authority = system.addresses().get(edge).getAuthority();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + authority + "/api/" + method))
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void rollingRestartOfEverythingLosesNothing() {
        String prefix = "chat:rolling-";
        try (ChatRun run = new ChatRun(system.addresses(), prefix, CLIENTS, 4, 2)) {
            CompletableFuture<Void> publishing = run.publish(EACH);
            int step = CLIENTS * EACH / 6;
            List<ManagedProcess> all = List.of(system.edge(0), system.edge(1), system.moderation(), system.processor());
            for (int turn = 0; turn < all.size(); turn++) {
                int accepted = step * (turn + 1);
                Await.until(() -> run.accepted() >= accepted, Duration.ofMinutes(1), accepted + " accepted");
                assertThat(all.get(turn).stop(WITHIN)).isTrue();
                ChatSystem.restart(all.get(turn));
            }
            publishing.join();

            List<Entry> topic = system.topic(prefix, CLIENTS * EACH);
            ChatSystem.awaitDeliveries(run, topic);
            List<Entry> table = system.table(prefix, topic.size());
            assertThat(HistoryChecker.check(new History(run.attempts(), run.observations(), topic, table)))
                    .isEmpty();
            assertThat(topic).hasSize(CLIENTS * EACH);
        }
    }
}
