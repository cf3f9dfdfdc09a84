package io.millrace.serde;

import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryClientFacadeImpl;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.apicurio.registry.serde.avro.AvroSerdeConfig;
import io.apicurio.registry.serde.kafka.config.KafkaSerdeConfig;
import io.kiota.http.jdk.JDKRequestAdapter;
import io.millrace.topic.Topic;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/// Makes the serdes of the topics: one magic byte, the registry's content id (4 bytes, big-endian), then Avro
/// binary.
///
/// A serializer asks the registry once per schema and a deserializer once per content id; afterwards both
/// work without it. Thread-safe; so are the serdes it makes.
public final class AvroSerdes {

    static {
        GeneratedRecords.trust();
    }

    /// How long a reader waits for an unreachable registry; well below Kafka's `max.poll.interval.ms` of 5
    /// minutes.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// An answer takes milliseconds; one that is late never comes, and the question is repeated.
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    private final Map<String, Object> settings;
    private final RegistryClientFacade registry;

    /// @param registry how to reach the registry
    public AvroSerdes(RegistrySettings registry) {
        Map<String, Object> map = new HashMap<>();
        map.put(SchemaResolverConfig.REGISTRY_URL, registry.url());
        map.put(SchemaResolverConfig.AUTO_REGISTER_ARTIFACT, registry.register());
        map.put(SchemaResolverConfig.AUTO_REGISTER_ARTIFACT_IF_EXISTS, "FIND_OR_CREATE_VERSION");
        map.put(SchemaResolverConfig.RETRY_COUNT, registry.retries());
        map.put(SchemaResolverConfig.RETRY_BACKOFF_MS, registry.retryBackoff().toMillis());
        map.put(SchemaResolverConfig.FAULT_TOLERANT_REFRESH, true);
        map.put(KafkaSerdeConfig.ENABLE_HEADERS, false);
        map.put(AvroSerdeConfig.USE_SPECIFIC_AVRO_READER, true);
        map.put(AvroSerdeConfig.AVRO_DATUM_PROVIDER, CachedDatumProvider.class.getName());
        settings = Map.copyOf(map);
        this.registry = client(registry);
    }

    /// One client for all serdes. HTTP/1.1, because the upgrade of a plain connection to HTTP/2 has been seen
    /// to leave a request without an answer for ever.
    private static RegistryClientFacade client(RegistrySettings registry) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
        JDKRequestAdapter adapter = new JDKRequestAdapter(new BoundedHttpClient(http, ANSWER_TIMEOUT));
        adapter.setBaseUrl(registry.url());
        return new RepeatingRegistry(
                new RegistryClientFacadeImpl(new RegistryClient(adapter)), registry.retries(), registry.retryBackoff());
    }

    /// A serde for the values of a topic; close it when done.
    public <V extends SpecificRecord> Serde<V> serde(Topic<V> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    /// A serializer for the values of a topic; close it when done.
    public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        AvroKafkaSerializer<V> serializer = new AvroKafkaSerializer<>(registry);
        serializer.configure(settings, false);
        return serializer;
    }

    /// A deserializer for the values of a topic; close it when done.
    ///
    /// It throws a `RuntimeException` for bytes that are no record of this topic; the caller decides
    /// whether that is a poison record.
    public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        AvroKafkaDeserializer<V> deserializer = new AvroKafkaDeserializer<>(registry);
        deserializer.configure(settings, false);
        return new CheckedDeserializer<>(topic.value(), deserializer, PATIENCE);
    }
}
