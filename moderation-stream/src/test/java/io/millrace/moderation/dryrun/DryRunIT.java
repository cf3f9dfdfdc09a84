package io.millrace.moderation.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class DryRunIT {

    private static final KafkaBroker KAFKA = KafkaBroker.shared();
    private static final String REGISTRY = SchemaRegistry.shared().url();
    private static final AvroSerdes SERDES = new AvroSerdes(RegistrySettings.at(REGISTRY));

    /// Midnight is now, as the command sees it; the day before is what it reads.
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);

    private final Instant yesterday = today.minus(12, ChronoUnit.HOURS);
    private final String room = KafkaBroker.unique("chat:room");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private long offset;

    @BeforeAll
    static void createTopics() {
        new TopicAdmin(KafkaSettings.local(KAFKA.bootstrapServers()))
                .ensure(List.of(Topics.ROOM_EVENTS, Topics.MESSAGES_SUBMITTED, Topics.MODERATION_POLICY));
    }

    @Test
    void tellsWhatANewPolicyWouldHaveChangedYesterday() throws IOException {
        published("hello", yesterday);
        published("what the heck", yesterday.plusSeconds(1));
        published("heck of today", today);
        published("heck of before", yesterday.minus(1, ChronoUnit.DAYS));

        int code = run("--policy", "policy/room/" + room + '=' + file("{\"patterns\": [" + pattern("refuse") + "]}"));

        assertThat(code).as(err.toString()).isEqualTo(1);
        assertThat(out.toString())
                .contains("2 messages of room.events")
                .contains("1 of them would get another verdict (50.00 %)")
                .contains("allow -> refuse")
                .contains(room + " offset 2 message m2 [pattern heck]")
                .doesNotContain("what the");
    }

    @Test
    void publishedPolicyIsThePolicyOfNow() throws IOException {
        published("what the heck", yesterday);
        publish("policy/room/" + room, "{\"patterns\": [" + pattern("refuse") + "]}");

        assertThat(run("--policy", "policy/room/" + room + '=' + file("{\"patterns\": [" + pattern("refuse") + "]}")))
                .isZero();
        assertThat(run("--policy", "policy/room/" + room + '=' + file("{\"patterns\": [" + pattern("mask") + "]}")))
                .isEqualTo(1);
        assertThat(run("--without", "policy/room/" + room, "--json", "--show-text"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("refuse -> mask")
                .contains("\"refuse -> allow\" : 1")
                .contains("\"text\" : \"what the heck\"");
    }

    @Test
    void listThatIsTriedNeedsAPolicyThatCallsIt() throws IOException {
        published("a badword", yesterday);

        int code = run(
                "--policy",
                "list/tried=" + file("{\"terms\": [\"badword\"]}"),
                "--policy",
                "policy/room/" + room + '=' + file("{\"lists\": [{\"name\": \"tried\", \"action\": \"hold\"}]}"));

        assertThat(code).as(err.toString()).isEqualTo(1);
        assertThat(out.toString()).contains("allow -> hold").contains("blocklist tried");
    }

    @Test
    void whatUsersSentCanBeReadInsteadOfWhatWasPublished() throws IOException {
        submitted("what the heck", yesterday);

        int code = run(
                "--submitted",
                "--policy",
                "policy/room/" + room + '=' + file("{\"patterns\": [" + pattern("drop") + "]}"));

        assertThat(code).as(err.toString()).isEqualTo(1);
        assertThat(out.toString()).contains("1 messages of messages.submitted").contains("allow -> drop");
    }

    @Test
    void documentsThatAreWrongAreToldWithEveryPlace() throws IOException {
        int code = run(
                "--policy",
                "policy/room/" + room + '=' + file("{\"caps\": {\"percent\": 0}, \"slow-mode\": 5}"),
                "--policy",
                "policies/x=" + file("{}"));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("policy/room/" + room + " /caps/percent: ")
                .contains("policy/room/" + room + " /slow-mode: ")
                .contains("policies/x the key must be");
        assertThat(run("--policy", "policy/default=/does/not/exist")).isEqualTo(2);
        assertThat(run("--from", today.toString(), "--to", yesterday.toString()))
                .isEqualTo(2);
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("--room", room));
        all.addAll(List.of(args));
        Map<String, String> environment =
                Map.of("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", KAFKA.bootstrapServers(), "MILLRACE_REGISTRY_URL", REGISTRY);
        return new CommandLine(new Main(environment, () -> today))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private String file(String document) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "document", ".json"), document)
                .toString();
    }

    private static String pattern(String action) {
        return "{\"name\": \"heck\", \"pattern\": \"heck\", \"action\": \"" + action + "\"}";
    }

    private void published(String text, Instant at) {
        offset++;
        MessagePublished message = MessagePublished.newBuilder()
                .setMessageId("m" + offset)
                .setSender(new Sender("ann", "client", null, null))
                .setData(payload(text))
                .setFormat(PayloadFormat.JSON)
                .setSubmittedAt(at)
                .build();
        send(
                Topics.ROOM_EVENTS,
                room,
                RoomEvent.newBuilder()
                        .setRoom(room)
                        .setEpoch("e")
                        .setOffset(offset)
                        .setAt(at)
                        .setPublished(message)
                        .build(),
                at);
    }

    private void submitted(String text, Instant at) {
        send(
                Topics.MESSAGES_SUBMITTED,
                "ann",
                MessageSubmitted.newBuilder()
                        .setMessageId("s1")
                        .setRoom(room)
                        .setSender(new Sender("ann", "client", null, null))
                        .setData(payload(text))
                        .setFormat(PayloadFormat.JSON)
                        .setSubmittedAt(at)
                        .build(),
                at);
    }

    private static void publish(String key, String document) {
        send(
                Topics.MODERATION_POLICY,
                key,
                PolicyRecord.newBuilder()
                        .setVersion(1)
                        .setAuthor("test")
                        .setAt(Instant.EPOCH)
                        .setDocument(document)
                        .build(),
                Instant.now());
    }

    private static ByteBuffer payload(String text) {
        return ByteBuffer.wrap(("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static <V extends SpecificRecord> void send(Topic<V> topic, String key, V value, Instant at) {
        try (Serializer<V> serializer = SERDES.serializer(topic)) {
            KAFKA.send(new ProducerRecord<>(
                    topic.name(), null, at.toEpochMilli(), key, serializer.serialize(topic.name(), value)));
        }
    }
}
