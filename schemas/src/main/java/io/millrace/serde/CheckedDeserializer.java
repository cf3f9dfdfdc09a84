package io.millrace.serde;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Tells a poison record from a registry that is away.
///
/// A record of another type than the topic's is poison too. While the registry cannot be reached or fails, a
/// record with a schema not seen before waits here, with jitter, for at most the patience; its partition
/// waits with it.
final class CheckedDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private static final long PAUSE_MILLIS = 250;

    private final Class<V> type;
    private final Deserializer<V> delegate;
    private final Duration patience;

    CheckedDeserializer(Class<V> type, Deserializer<V> delegate, Duration patience) {
        this.type = type;
        this.delegate = delegate;
        this.patience = patience;
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : checked(topic, () -> delegate.deserialize(topic, data));
    }

    @Override
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return data == null ? null : checked(topic, () -> delegate.deserialize(topic, headers, data));
    }

    private @Nullable V checked(String topic, Supplier<@Nullable Object> read) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return cast(topic, read.get());
            } catch (SerializationException e) {
                throw e;
            } catch (RuntimeException e) {
                if (!RegistryUnavailableException.isUnavailable(e)) {
                    throw new SerializationException("not a record of topic " + topic + ": " + e.getMessage(), e);
                }
                if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                    throw new RegistryUnavailableException("the schema registry cannot be asked", e);
                }
                LockSupport.parkNanos(
                        Duration.ofMillis(ThreadLocalRandom.current().nextLong(PAUSE_MILLIS, 2 * PAUSE_MILLIS))
                                .toNanos());
            }
        }
    }

    private @Nullable V cast(String topic, @Nullable Object value) {
        if (value != null && !type.isInstance(value)) {
            throw new SerializationException("topic " + topic + " holds " + type.getName() + ", not "
                    + value.getClass().getName());
        }
        return type.cast(value);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
