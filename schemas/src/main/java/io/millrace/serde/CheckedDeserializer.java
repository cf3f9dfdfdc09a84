package io.millrace.serde;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Refuses records of another type than the topic's: a valid record of a foreign schema is poison too.
final class CheckedDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private final Class<V> type;
    private final Deserializer<V> delegate;

    CheckedDeserializer(Class<V> type, Deserializer<V> delegate) {
        this.type = type;
        this.delegate = delegate;
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        return checked(topic, delegate.deserialize(topic, data));
    }

    @Override
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        return checked(topic, delegate.deserialize(topic, headers, data));
    }

    private @Nullable V checked(String topic, @Nullable Object value) {
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
