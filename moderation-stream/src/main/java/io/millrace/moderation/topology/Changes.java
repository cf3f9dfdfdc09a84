package io.millrace.moderation.topology;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.StreamsException;

/// The part of handling a record from which on there is no way back.
final class Changes {

    private Changes() {}

    /// Makes changes and output.
    ///
    /// @throws StreamsException when it fails half way: that is no dead letter; the thread is replaced and the
    ///     record handled again
    static void whole(Runnable work) {
        try {
            work.run();
        } catch (KafkaException failure) {
            throw failure; // Streams knows what to do, for example when the task has moved to another instance.
        } catch (RuntimeException failure) {
            throw new StreamsException("the outcome of a record could not be carried out", failure);
        }
    }
}
