package io.millrace.load.socket;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Counts what many sockets of any server receive. One for all of them; thread-safe.
final class RawListener implements SocketListener {

    private final Consumer<LoadSocket> first;
    private final SentTime sentTime;
    private final LongConsumer latencies;
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final Opening opening;

    /// @param first what each socket does when it is open
    /// @param latencies gets nanoseconds; on the event loops, so with several threads it must be thread-safe
    RawListener(int count, Consumer<LoadSocket> first, SentTime sentTime, LongConsumer latencies) {
        this.first = first;
        this.sentTime = sentTime;
        this.latencies = latencies;
        this.opening = new Opening(count);
    }

    long messages() {
        return messages.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    Opening opening() {
        return opening;
    }

    @Override
    public void opened(LoadSocket socket) {
        first.accept(socket);
        opening.opened();
    }

    @Override
    public void received(LoadSocket socket, ByteBuf payload, long atNanos) {
        messages.increment();
        bytes.add(payload.readableBytes());
        long sent = sentTime.sentNanos(payload);
        if (sent != SentTime.UNKNOWN) {
            latencies.accept(atNanos - sent);
        }
    }

    @Override
    public void ended(LoadSocket socket, SocketEnd end) {
        opening.ended(end);
    }
}
