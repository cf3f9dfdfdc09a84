package io.millrace.serde;

import io.apicurio.registry.serde.avro.DefaultAvroDatumProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;

/// Finds writers and readers by the schema object, of which a serde sees a few.
///
/// The library's own provider computes the fingerprint of the schema for each record to find them, which
/// costs several times as much as the record itself. Thread-safe. Made by the library, by name.
public final class CachedDatumProvider<T> extends DefaultAvroDatumProvider<T> {

    private final Map<Schema, DatumWriter<T>> writers = new ConcurrentHashMap<>();
    private final Map<Schema, DatumReader<T>> readers = new ConcurrentHashMap<>();

    /// As the library calls it.
    public CachedDatumProvider() {}

    @Override
    public DatumWriter<T> createDatumWriter(T data, Schema schema) {
        DatumWriter<T> known = writers.get(schema);
        return known == null ? writers.computeIfAbsent(schema, made -> super.createDatumWriter(data, made)) : known;
    }

    @Override
    public DatumReader<T> createDatumReader(Schema schema) {
        DatumReader<T> known = readers.get(schema);
        return known == null
                ? readers.computeIfAbsent(schema, made -> new CheckedReader<>(super.createDatumReader(made)))
                : known;
    }
}
