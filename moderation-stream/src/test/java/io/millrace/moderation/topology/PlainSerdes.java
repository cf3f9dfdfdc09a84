package io.millrace.moderation.topology;

import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// Avro without a registry.
final class PlainSerdes {

    private PlainSerdes() {}

    static ModerationSerdes all() {
        // Makes Avro trust the generated classes; asks no registry.
        var _ = new AvroSerdes(RegistrySettings.at("http://127.0.0.1:1"));
        return new ModerationSerdes(PlainSerdes::of);
    }

    private static <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
        return of(topic.value());
    }

    private static <V extends SpecificRecord> Serde<V> of(Class<V> type) {
        return Serdes.serdeFrom(
                (_, value) -> value == null ? null : write(type, value),
                (_, bytes) -> bytes == null ? null : read(type, bytes));
    }

    private static <V extends SpecificRecord> byte[] write(Class<V> type, V value) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().binaryEncoder(out, null);
            new SpecificDatumWriter<>(type).write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <V extends SpecificRecord> V read(Class<V> type, byte[] bytes) {
        try {
            return new SpecificDatumReader<>(type)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("not a record of " + type.getSimpleName(), e);
        }
    }
}
