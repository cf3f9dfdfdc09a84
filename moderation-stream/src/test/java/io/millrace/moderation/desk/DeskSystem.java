package io.millrace.moderation.desk;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/// The broker and the registry of this test JVM, a desk in front of them, and what the rest of the system does.
final class DeskSystem {

    static final KafkaBroker KAFKA = KafkaBroker.shared();
    static final String REGISTRY = SchemaRegistry.shared().url();
    private static final AvroSerdes SERDES = new AvroSerdes(RegistrySettings.at(REGISTRY));
    private static final Path KEYS = TestRun.newFolder("keys");

    static {
        var _ = new TopicAdmin(KafkaSettings.local(KAFKA.bootstrapServers())).ensure(Topics.all());
    }

    private DeskSystem() {}

    /// The desk that tests share, with a database of its own.
    static LaunchedService shared() {
        return Shared.DESK;
    }

    /// What a moderator of the shared desk works with.
    static DeskClient client(String moderator) {
        return new DeskClient(shared().port(), key(moderator));
    }

    /// The key of a moderator of that name.
    static String key(String moderator) {
        return "key-of-" + moderator + "-" + "x".repeat(32);
    }

    /// Launches a desk where Ann and Bob are moderators, Lea is a lead and Ada an admin, and waits until it
    /// is ready.
    static LaunchedService launch(String jdbcUrl, Map<String, String> overrides) {
        Map<String, Object> moderators = new LinkedHashMap<>();
        Map.of("ann", "moderator", "bob", "moderator", "lea", "lead", "ada", "admin")
                .forEach((name, role) -> moderators.put(name, Map.of("role", role, "key-file", keyFile(name))));
        Map<String, Object> tree = Map.of("moderation", Map.of("desk", Map.of("moderators", moderators)));
        LaunchedService desk = ModerationDesk.launch(Config.of(tree, Map.of())
                .with(Map.of(
                        "kafka.bootstrap-servers",
                        KAFKA.bootstrapServers(),
                        "kafka.session-timeout",
                        "1500ms",
                        "registry.url",
                        REGISTRY,
                        "database.url",
                        jdbcUrl,
                        "database.timeout",
                        "1s",
                        "moderation.desk.http.port",
                        "0",
                        "moderation.desk.group-id",
                        KafkaBroker.unique("desk")))
                .with(overrides));
        Await.until(() -> desk.ready().up(), Await.DEADLINE, "desk to be ready: " + desk.ready());
        return desk;
    }

    static <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        try (Serializer<V> serializer = SERDES.serializer(topic)) {
            KAFKA.send(topic.name(), key, serializer.serialize(topic.name(), value));
        }
    }

    static <V extends SpecificRecord> RecordReader<V> reader(Topic<V> topic) {
        return KAFKA.reader(topic.name(), SERDES.deserializer(topic));
    }

    private static final class Shared {
        private static final PostgresDatabase DATABASE = TestRun.closeAtEnd(PostgresDatabase.create());
        private static final LaunchedService DESK = TestRun.closeAtEnd(DeskSystem.launch(DATABASE.jdbcUrl(), Map.of()));
    }

    static String keyFile(String name) {
        try {
            return Files.writeString(KEYS.resolve(name), key(name)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
