package io.millrace.moderation.scorer;

import io.millrace.moderation.config.ScorerConfig;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import java.util.List;
import java.util.stream.IntStream;

/// The threads that read requests, each a member of the group with partitions and batches of its own.
///
/// @param all of them, at least one
record Readers(List<RequestReader> all) implements AutoCloseable {

    static Readers open(KafkaSettings kafka, ScorerConfig config, RequestReader.Work work) {
        return new Readers(IntStream.rangeClosed(1, config.concurrency())
                .mapToObj(number -> RequestReader.open(kafka, config.groupId(), config.batchSize(), work, number))
                .toList());
    }

    /// The first that does not do its work, or the state of the first.
    Health health() {
        return all.stream()
                .map(RequestReader::health)
                .filter(health -> !health.up())
                .findFirst()
                .orElseGet(() -> all.getFirst().health());
    }

    @Override
    public void close() {
        all.forEach(RequestReader::stop);
        all.forEach(RequestReader::close);
    }
}
