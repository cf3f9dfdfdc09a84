package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Await;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RunningStreamsIT {

    private static final KafkaBroker KAFKA = KafkaBroker.shared();

    private final Path state = TestRun.newFolder("running-streams");
    private final String topic = KafkaBroker.unique("running-streams");
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger starts = new AtomicInteger();

    /// Cannot be started the first time, as one whose state is damaged.
    private final class Failing implements Processor<String, String, Void, Void> {

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            if (starts.incrementAndGet() == 1) {
                throw new IllegalStateException("as the test wants");
            }
        }

        @Override
        public void process(Record<String, String> record) {
            seen.add(record.value());
        }
    }

    @Test
    void threadThatFailsIsReplacedAndNothingIsLost() {
        KAFKA.createTopic(topic, 1, Map.of());
        KAFKA.send(topic, "key", "value".getBytes(StandardCharsets.UTF_8));

        try (RunningStreams streams = RunningStreams.launch(topology(), settings())) {
            Await.until(() -> !seen.isEmpty(), Await.DEADLINE, "the record");
            Await.until(streams::isRunning, Await.DEADLINE, "the streams to run");

            assertThat(starts).hasValueGreaterThanOrEqualTo(2);
            assertThat(seen).containsExactly("value");
            assertThat(streams.health().up()).isTrue();
            assertThat(streams.deadLetters()).isZero();
        }
    }

    @Test
    void streamsThatAreClosedAreDown() {
        KAFKA.createTopic(topic, 1, Map.of());
        RunningStreams streams = RunningStreams.launch(topology(), settings());

        streams.close();

        assertThat(streams.isRunning()).isFalse();
        assertThat(streams.health().detail()).isEqualTo("streams are NOT_RUNNING");
    }

    private Topology topology() {
        StringDeserializer text = new StringDeserializer();
        return new Topology().addSource("source", text, text, topic).addProcessor("failing", Failing::new, "source");
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings =
                new HashMap<>(KafkaSettings.local(KAFKA.bootstrapServers()).streams(topic, false));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        return settings;
    }
}
