package io.millrace.edge.publish;

import io.millrace.schema.chat.ReplyAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes records that a room answers to the inbox of this edge, and waits for the answers. Thread-safe.
///
/// A write that failed may still have happened, and an answer may come too late: both end as unknown, after
/// which a repeat with the same id is safe.
public final class AnsweredWrites {

    private static final Logger LOGGER = LoggerFactory.getLogger(AnsweredWrites.class);

    private final RecordSink writer;
    private final PendingPublishes pending;
    private final Supplier<EdgeAddress> address;
    private final long timeoutNanos;
    private final LogGate unwritten = new LogGate(LOGGER, "room commands not written");

    /// @param address of this edge, once its inbox is claimed
    /// @param timeout after which what is unanswered is unknown
    public AnsweredWrites(
            RecordSink writer, PendingPublishes pending, Supplier<EdgeAddress> address, Duration timeout) {
        this.writer = writer;
        this.pending = pending;
        this.address = address;
        this.timeoutNanos = timeout.toNanos();
    }

    /// Builds a record and hands it on.
    interface Request {

        /// Writes it once.
        ///
        /// @param replyTo where the room answers
        /// @param done the write's callback
        void write(RecordSink writer, ReplyAddress replyTo, Callback done);
    }

    /// Writes one record.
    ///
    /// @param then called exactly once with the outcome, from another thread or this one; must not block
    void write(Request request, Consumer<PublishOutcome> then) {
        long correlation = pending.register(then, System.nanoTime() + timeoutNanos);
        try {
            EdgeAddress own = address.get();
            ReplyAddress replyTo =
                    new ReplyAddress(own.inbox().partition(), own.incarnation().value(), correlation);
            request.write(writer, replyTo, (metadata, failure) -> failed(correlation, failure));
        } catch (RuntimeException e) {
            failed(correlation, e);
        }
    }

    private void failed(long correlation, @Nullable Exception failure) {
        if (failure != null) {
            unwritten.warn(failure);
            pending.complete(correlation, new PublishOutcome.Unknown());
        }
    }
}
