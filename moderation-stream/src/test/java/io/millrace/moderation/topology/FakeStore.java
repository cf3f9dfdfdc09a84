package io.millrace.moderation.topology;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// A store that outlives its processor and keeps what its serde writes. Closing does nothing.
final class FakeStore<V> implements KeyValueStore<String, V> {

    private final String name;
    private final Serde<V> values;
    private final TreeMap<String, byte[]> entries = new TreeMap<>();

    FakeStore(String name, Serde<V> values) {
        this.name = name;
        this.values = values;
    }

    /// What is there now, for a restart after a crash that loses what follows.
    Map<String, byte[]> snapshot() {
        return Map.copyOf(entries);
    }

    void restore(Map<String, byte[]> snapshot) {
        entries.clear();
        entries.putAll(snapshot);
    }

    @Override
    public void put(String key, @Nullable V value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, values.serializer().serialize(name, value));
        }
    }

    @Override
    public @Nullable V putIfAbsent(String key, V value) {
        V before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<String, V>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(String key) {
        V before = get(key);
        entries.remove(key);
        return before;
    }

    @Override
    public @Nullable V get(String key) {
        byte[] bytes = entries.get(key);
        return bytes == null ? null : values.deserializer().deserialize(name, bytes);
    }

    @Override
    public KeyValueIterator<String, V> range(String from, String to) {
        throw new UnsupportedOperationException("nobody asks for a range");
    }

    @Override
    public KeyValueIterator<String, V> all() {
        var each = Map.copyOf(entries).entrySet().iterator();
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public KeyValue<String, V> next() {
                var entry = each.next();
                return KeyValue.pair(entry.getKey(), values.deserializer().deserialize(name, entry.getValue()));
            }

            @Override
            public String peekNextKey() {
                throw new UnsupportedOperationException("nobody peeks");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
