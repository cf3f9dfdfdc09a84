package io.millrace.edge.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.embedded.EmbeddedKafka;
import io.millrace.id.Incarnation;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Claims of inboxes through a real broker.
@Timeout(120)
class EdgeInboxIT {

    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    private final Restartable<EmbeddedKafka> broker = KafkaBroker.restartableNode();
    private final Closer resources = new Closer();
    private KafkaSettings kafka;
    private AvroSerdes serdes;
    private RecordWriter writer;

    @BeforeEach
    void start() {
        kafka = KafkaSettings.local(broker.start().bootstrapServers());
        serdes = new AvroSerdes(RegistrySettings.at(SchemaRegistry.shared().url()));
        new TopicAdmin(kafka).ensure(List.of(Topics.EDGE_STATUS, Topics.EDGE_DELIVERIES));
        writer = resources.add(RecordWriter.open(kafka, serdes, "test"));
    }

    @AfterEach
    void stop() {
        resources.close();
        broker.close();
    }

    @Test
    void edgesThatStartTogetherEndUpInInboxesOfTheirOwn() {
        List<EdgeInbox> edges = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            edges.add(edge(4, OptionalInt.empty()));
        }

        Set<Integer> inboxes = edges.stream()
                .map(edge -> get(edge.claimed()).inbox().partition())
                .collect(Collectors.toSet());

        assertThat(inboxes).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(edges).allSatisfy(edge -> assertThat(edge.failure()).isNotDone());
    }

    @Test
    void inboxIsFreeAgainAfterItsEdgeHasClosed() {
        EdgeInbox first = edge(1, OptionalInt.empty());
        get(first.claimed());
        EdgeInbox second = edge(1, OptionalInt.empty());
        assertThat(second.claimed()).isNotDone();

        first.close();

        assertThat(get(second.claimed()).inbox().partition()).isZero();
        assertThat(first.failure()).isNotDone();
    }

    @Test
    void restartedEdgeTakesItsFixedInboxAndTheOldOneStops() {
        EdgeInbox old = edge(4, OptionalInt.of(2));
        get(old.claimed());

        EdgeInbox restarted = edge(4, OptionalInt.of(2));

        assertThat(get(restarted.claimed()).inbox().partition()).isEqualTo(2);
        Await.until(() -> old.failure().isCompletedExceptionally(), Await.DEADLINE, "the old edge to give up");
        assertThat(restarted.failure()).isNotDone();
    }

    @Test
    void edgeThatIsOlderThanEveryOwnerDoesNotWaitForEver() {
        Instant now = Instant.now();
        writer.writeAndWait(
                Topics.EDGE_STATUS,
                "0",
                new EdgeStatus(0, "zzz", EdgeState.GONE, "", now, now, 0, 0),
                Duration.ofSeconds(20));

        EdgeInbox outdated = edge(1, OptionalInt.empty());

        Await.until(() -> outdated.failure().isCompletedExceptionally(), Await.DEADLINE, "the edge to give up");
        assertThat(outdated.claimed()).isNotDone();
    }

    @Test
    void heartbeatsGoOnWhenTheClockStepsBack() {
        AtomicReference<Duration> step = new AtomicReference<>(Duration.ZERO);
        EdgeInbox edge = edge(1, OptionalInt.empty(), () -> Instant.now().plus(step.get()));
        get(edge.claimed());

        step.set(Duration.ofSeconds(-90));
        long before = statusRecords();

        Await.until(() -> statusRecords() > before + 5, Duration.ofSeconds(20), "five more heartbeats");
    }

    private long statusRecords() {
        TopicPartition partition = new TopicPartition(Topics.EDGE_STATUS.name(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.consumer("test"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private EdgeInbox edge(int inboxes, OptionalInt fixed) {
        return edge(inboxes, fixed, InstantSource.system());
    }

    private EdgeInbox edge(int inboxes, OptionalInt fixed, InstantSource clock) {
        EdgeInbox.Settings settings =
                new EdgeInbox.Settings(Incarnation.next(), inboxes, fixed, HEARTBEAT, () -> "test:0", () -> 0, () -> 0);
        return resources.add(
                new EdgeInbox(settings, kafka, serdes, writer, new EdgeDirectory(HEARTBEAT, clock), clock));
    }

    private static EdgeAddress get(CompletableFuture<EdgeAddress> claimed) {
        return claimed.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
