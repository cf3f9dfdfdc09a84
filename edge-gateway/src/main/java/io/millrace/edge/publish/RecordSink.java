package io.millrace.edge.publish;

import io.millrace.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;

/// Takes records of any topic; the records of one key keep their order. Thread-safe.
public interface RecordSink {

    /// Hands a record on without waiting for the broker.
    ///
    /// @param done called when the broker has it, or when it failed; from any thread
    /// @throws RuntimeException when it cannot even be encoded or queued; `done` is then not called
    <V extends SpecificRecord> void write(Topic<V> topic, String key, V value, Callback done);
}
