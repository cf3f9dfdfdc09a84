package io.millrace.moderation.scorer;

import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;

/// The broker and the registry of this test JVM, and what asks the scorer. Tests keep apart by user.
final class ScorerSystem {

    static final KafkaBroker KAFKA = KafkaBroker.shared();

    private static final String REGISTRY = SchemaRegistry.shared().url();
    private static final AvroSerdes SERDES = new AvroSerdes(RegistrySettings.at(REGISTRY));
    private static final Serializer<ScoreRequest> REQUESTS = SERDES.serializer(Topics.MODERATION_SCORE_REQUESTS);
    private static final Path CACHE = TestRun.newFolder("natives");

    private ScorerSystem() {}

    /// Settings by key of a scorer in this system.
    static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap-servers", KAFKA.bootstrapServers(),
                "kafka.session-timeout", "1500ms",
                "registry.url", REGISTRY,
                "moderation.scorer.ops.port", "0",
                "moderation.scorer.concurrency", "2",
                "moderation.scorer.reload-interval", "100ms",
                "moderation.scorer.self-test-interval", "100ms",
                "moderation.scorer.cache", CACHE.toString()));
        settings.putAll(more);
        return settings;
    }

    /// Sends a request under its user, written at that time.
    static RecordMetadata ask(ScoreRequest.Builder request, long at) {
        byte[] value = REQUESTS.serialize(Topics.MODERATION_SCORE_REQUESTS.name(), request.build());
        return KAFKA.send(
                new ProducerRecord<>(Topics.MODERATION_SCORE_REQUESTS.name(), null, at, request.getUser(), value));
    }

    static RecordReader<ModelScores> answers() {
        return KAFKA.reader(Topics.MODERATION_SCORES.name(), SERDES.deserializer(Topics.MODERATION_SCORES));
    }

    /// Waits for the answer to a user's message.
    static ConsumerRecord<String, ModelScores> await(RecordReader<ModelScores> reader, String user, String messageId) {
        Predicate<ConsumerRecord<String, ModelScores>> wanted = record ->
                user.equals(record.key()) && messageId.equals(record.value().getMessageId());
        List<ConsumerRecord<String, ModelScores>> all = reader.awaitThat(
                records -> records.stream().anyMatch(wanted), Await.DEADLINE, "answer to " + messageId);
        return all.stream().filter(wanted).findFirst().orElseThrow();
    }

    static HttpResponse<String> get(int port, String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
