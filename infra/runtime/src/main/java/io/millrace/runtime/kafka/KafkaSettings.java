package io.millrace.runtime.kafka;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// How this process talks to Kafka. Settings given under `kafka.client` (security, for example) reach every
/// client and win over what is set here.
///
/// @param bootstrapServers `host:port`, separated by commas
/// @param sessionTimeout after which a group gives the partitions of a silent member away
/// @param transactionTimeout after which the broker aborts the transaction of a dead instance; failover waits
///     for it
/// @param requestTimeout after which an unanswered request is sent again, to the successor of a broker that is
///     gone: behind a dead network it does not refuse
/// @param standbys standby replicas of each Streams state store
/// @param streamThreads threads of each Streams application in this process
/// @param replicationFactor of the topics that hold truth
/// @param minInSyncReplicas of the topics that hold truth
/// @param stateDirectory where Streams applications keep their locks and checkpoints; one for each process
///     group
/// @param partitions partition counts by topic name that differ from the catalogue's
/// @param client further settings of every client; may hold secrets
public record KafkaSettings(
        String bootstrapServers,
        Duration sessionTimeout,
        Duration transactionTimeout,
        Duration requestTimeout,
        int standbys,
        int streamThreads,
        int replicationFactor,
        int minInSyncReplicas,
        Path stateDirectory,
        Map<String, Integer> partitions,
        Map<String, String> client) {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /// A broker behind a dead network refuses no connection. The default is 10 s, longer than a room may
    /// stand still.
    private static final int CONNECT_TIMEOUT_MILLIS = 1_500;

    /// What repeated attempts grow to.
    private static final int CONNECT_TIMEOUT_MAX_MILLIS = 6_000;

    private static final long TRANSACTION_BYTES = 4L << 20;

    /// More threads than half of the processors only make smaller batches.
    private static final int STREAM_THREADS = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);

    /// Reads the sections `kafka` and `topics`.
    public static KafkaSettings read(Config.Reader config) {
        Section kafka = config.section("kafka");
        Section topics = config.section("topics");
        Map<String, Integer> partitions = new HashMap<>();
        Section counts = topics.section("partitions");
        counts.all().keySet().forEach(name -> partitions.put(name, counts.integer(name, 1, 1, 10_000)));
        int replicationFactor = topics.integer("replication-factor", 1, 1, 7);
        return new KafkaSettings(
                kafka.text("bootstrap-servers", "127.0.0.1:9092"),
                kafka.duration("session-timeout", Duration.ofSeconds(6), SECOND.dividedBy(2), SECOND.multipliedBy(60)),
                // Not below the commit interval: the broker would abort the transactions of living instances, for ever.
                kafka.duration(
                        "transaction-timeout", SECOND.multipliedBy(4), SECOND.multipliedBy(3), SECOND.multipliedBy(60)),
                kafka.duration("request-timeout", SECOND.multipliedBy(4), SECOND, SECOND.multipliedBy(60)),
                kafka.integer("standbys", 1, 0, 3),
                kafka.integer("stream-threads", STREAM_THREADS, 1, 64),
                replicationFactor,
                topics.integer("min-insync-replicas", Math.max(1, replicationFactor - 1), 1, replicationFactor),
                kafka.file("state-directory").orElse(Path.of(System.getProperty("java.io.tmpdir"), "millrace-streams")),
                Map.copyOf(partitions),
                Map.copyOf(kafka.section("client").allWithSecrets()));
    }

    /// The settings of a local broker, for tests and tools.
    public static KafkaSettings local(String bootstrapServers) {
        return Config.of(Map.of(), Map.of())
                .with(Map.of(
                        "kafka.bootstrap-servers", bootstrapServers,
                        "kafka.session-timeout", "1500ms",
                        "kafka.standbys", "0"))
                .read(KafkaSettings::read);
    }

    /// Settings of an admin client.
    public Map<String, Object> admin(String clientId) {
        Map<String, Object> settings = common(clientId);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        settings.putAll(client);
        return settings;
    }

    /// Settings of an idempotent producer on the latency path; serializers are given in code.
    public Map<String, Object> producer(String clientId) {
        Map<String, Object> settings = common(clientId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // The default of 5 ms would be paid on each hop; batches form by themselves while a request is under way.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Longer than an edge waits for an answer: the client is told "temporary", the record may still arrive once.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(requestTimeout));
        // send() must not hold up a session for a minute when the broker is away.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        settings.putAll(client);
        return settings;
    }

    /// Settings of a consumer that is assigned its partitions, or joins a group when `groupId` is set by the
    /// caller; it starts at the earliest record where it has no position and commits only what it is told to.
    public Map<String, Object> consumer(String clientId) {
        Map<String, Object> settings = common(clientId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(requestTimeout));
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(sessionTimeout));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(sessionTimeout) / 3);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.putAll(client);
        return settings;
    }

    /// Settings of a Streams application on the latency path.
    ///
    /// @param applicationId also the consumer group and the prefix of the internal topics
    /// @param exactlyOnce whether state, output and consumed offsets commit together
    public Map<String, Object> streams(String applicationId, boolean exactlyOnce) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                exactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, streamThreads);
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        settings.put(StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(requestTimeout));
        connecting(settings);
        // A commit stalls its thread for tens of milliseconds on a busy machine; readers do not wait for it.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 2_000);
        // With transactions the poll is the floor of the latency; the default is 100 ms.
        settings.put(StreamsConfig.POLL_MS_CONFIG, 5);
        // Each task reads one partition, so there is nothing to wait for; and while it may wait, Streams writes a
        // sentence about it into memory each time it looks, a quarter of all that the thread allocates.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // A cache would hold records back until the commit.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterDeserializationHandler.class);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterProcessingHandler.class);
        settings.put(DeadLetters.COMPONENT_CONFIG, applicationId);
        // Streams sets its producer's linger to 100 ms unless told otherwise.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // What comes while a request is under way goes into the next one, together: load makes batches.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        // The first commit after another transaction would wait 100 ms for a retry.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), millis(sessionTimeout));
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), millis(sessionTimeout) / 3);
        if (exactlyOnce) {
            settings.put(
                    StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                    millis(transactionTimeout));
            // A commit waits until the broker has what is buffered. The default of 32 MB of great messages can take a
            // slow broker longer than the transaction may last: it would be aborted, and tried again, without end.
            settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), TRANSACTION_BYTES);
        }
        settings.putAll(client);
        return settings;
    }

    /// Leaves the client settings out, which may hold credentials.
    @Override
    public String toString() {
        return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", client=" + client.keySet() + ']';
    }

    private Map<String, Object> common(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        connecting(settings);
        return settings;
    }

    private static void connecting(Map<String, Object> settings) {
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, CONNECT_TIMEOUT_MILLIS);
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, CONNECT_TIMEOUT_MAX_MILLIS);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
