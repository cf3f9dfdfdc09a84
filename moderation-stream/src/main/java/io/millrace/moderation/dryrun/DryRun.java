package io.millrace.moderation.dryrun;

import io.millrace.id.RoomId;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.document.PolicyCatalogue;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.moderation.document.PolicySet;
import io.millrace.moderation.document.Problem;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistryUnavailableException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// One comparison of policies over the past. Confined to one thread.
final class DryRun implements AutoCloseable {

    private static final int MOST_POLLED = 1_000;

    private final ModerationConfig config;
    private final PolicyDocuments documents;
    private final AvroSerdes serdes;
    private final Consumer<byte[], byte[]> consumer;

    private DryRun(
            ModerationConfig config, PolicyDocuments documents, AvroSerdes serdes, Consumer<byte[], byte[]> consumer) {
        this.config = config;
        this.documents = documents;
        this.serdes = serdes;
        this.consumer = consumer;
    }

    /// What is asked.
    ///
    /// @param tried documents to try, by key
    /// @param without keys of published documents to leave out
    /// @param rooms only these; all when empty
    record Question(
            Map<String, String> tried,
            List<String> without,
            Instant from,
            Instant to,
            boolean submitted,
            List<String> rooms,
            Bounds bounds) {}

    /// How much is read and shown.
    record Bounds(long messages, int examples, boolean showText) {}

    /// Connects to Kafka.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    static DryRun open(Config config) {
        ModerationConfig read = config.read(ModerationConfig::read);
        PolicyDocuments documents = PolicyDocuments.of(read);
        Map<String, Object> settings = new HashMap<>(read.kafka().consumer("moderation-dry-run"));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_POLLED);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        return new DryRun(
                read,
                documents,
                new AvroSerdes(read.registry()),
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /// Compares.
    ///
    /// @param problems gets what is wrong with the documents to try, by key
    /// @return null when something is
    @Nullable
    Report answer(Question question, Map<String, List<Problem>> problems) {
        Map<String, String> published = PublishedDocuments.read(consumer, serdes);
        PolicyCatalogue now = new PolicyCatalogue(documents);
        PolicyCatalogue then = new PolicyCatalogue(documents);
        published.forEach((key, document) -> {
            var _ = now.put(key, document);
            if (!question.without.contains(key) && !question.tried.containsKey(key)) {
                var _ = then.put(key, document);
            }
        });
        question.tried.forEach(then::put);
        PolicySet before = now.policies();
        PolicySet after = then.policies();
        // A document that is tried can also spoil published ones below it.
        then.problems().forEach((key, wrong) -> {
            if (!wrong.equals(now.problems().get(key))) {
                problems.put(key, wrong);
            }
        });
        if (!problems.isEmpty()) {
            return null;
        }
        Comparison comparison = new Comparison(before, after, question.bounds.examples, question.bounds.showText);
        try (Source source = question.submitted
                ? Source.submitted(serdes, moderated(question))
                : Source.published(serdes, moderated(question))) {
            return compare(source, question, comparison);
        }
    }

    private Report compare(Source source, Question question, Comparison comparison) {
        PastRecords records = new PastRecords(consumer, source.topic().name(), question.from, question.to);
        long skipped = 0;
        long judged = 0;
        Optional<ConsumerRecord<byte[], byte[]>> next = records.next();
        while (next.isPresent() && judged < question.bounds.messages) {
            ConsumerRecord<byte[], byte[]> record = next.get();
            Said said = read(source, record);
            if (said == null) {
                skipped++;
            } else {
                comparison.add(said);
                judged++;
            }
            next = records.next();
        }
        return new Report(
                question.from.toString(),
                question.to.toString(),
                source.topic().name(),
                skipped,
                next.isPresent(),
                Report.NOT_REPLAYED,
                comparison.result());
    }

    private static @Nullable Said read(Source source, ConsumerRecord<byte[], byte[]> record) {
        try {
            return source.read(record);
        } catch (RegistryUnavailableException away) {
            throw away;
        } catch (SerializationException poison) {
            return null;
        }
    }

    private Predicate<RoomId> moderated(Question question) {
        Set<String> only = new HashSet<>(question.rooms);
        return room -> (only.isEmpty() || only.contains(room.value()))
                && config.namespaces().of(room).map(Namespace::moderation).orElse(true);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
