package io.millrace.bench.fanout;

import io.millrace.load.socket.LoadSocket;
import io.millrace.load.socket.SocketEnd;
import io.millrace.load.socket.SocketListener;
import io.millrace.load.socket.SocketSettings;
import io.millrace.load.socket.Sockets;
import io.millrace.load.socket.Target;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/// Many sockets that count the publications they receive, cheaply: each publication has one [#MARK]. Answers
/// the pings of the Centrifuge protocol. Used by one thread.
public final class Members implements AutoCloseable {

    /// A character that a publication has once.
    public static final char MARK = '~';

    private static final String PONG = "{}";
    private static final String SUBSCRIBED = "\"id\":2,\"subscribe\"";
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Sockets sockets;
    private final LongAdder received = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder subscribed = new LongAdder();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    private Members(Sockets sockets) {
        this.sockets = sockets;
    }

    /// Opens the sockets of members.
    ///
    /// @param first what member number so and so sends when its socket is open; empty for nothing
    /// @throws IOException when they are not all open in time
    public static Members open(Target target, int count, Duration atMost, IntFunction<Joining> first)
            throws IOException {
        SocketSettings settings = SocketSettings.standard().withSources(SocketSettings.loopbackAddresses(8));
        Members members = new Members(Sockets.open(settings));
        List<Joining> joinings = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            joinings.add(first.apply(number));
        }
        joinings.forEach(joining -> members.sockets.connect(target, members.new Listener(joining)));
        if (!members.await(() -> members.open.get() + members.ended.get() >= count, atMost)
                || members.ended.get() > 0) {
            int opened = members.open.get();
            members.close();
            throw new IOException(opened + " of " + count + " sockets are open");
        }
        return members;
    }

    /// What a member does when its socket is open.
    public interface Joining {
        void join(LoadSocket socket);
    }

    /// Publications received by all of them.
    public long received() {
        return received.sum();
    }

    /// Messages received that held no publication.
    public long answers() {
        return answers.sum();
    }

    /// Members whose subscribe command, with id 2, has been answered.
    public long subscribed() {
        return subscribed.sum();
    }

    /// Sockets that the server has ended.
    public int ended() {
        return ended.get();
    }

    /// Waits until so many publications have arrived.
    ///
    /// @return whether they have in time
    boolean awaitReceived(long goal, Duration atMost) {
        return await(() -> received.sum() >= goal, atMost);
    }

    /// Waits for something about the members.
    ///
    /// @return whether it has come true in time
    public boolean await(BooleanSupplier condition, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    @Override
    public void close() {
        sockets.close();
    }

    /// One for each socket, so that nothing is shared but the counters.
    private final class Listener implements SocketListener {

        private final Joining joining;

        Listener(Joining joining) {
            this.joining = joining;
        }

        @Override
        public void opened(LoadSocket socket) {
            joining.join(socket);
            open.incrementAndGet();
        }

        @Override
        public void received(LoadSocket socket, ByteBuf payload, long atNanos) {
            int end = payload.writerIndex();
            int marks = 0;
            for (int at = payload.indexOf(payload.readerIndex(), end, (byte) MARK);
                    at >= 0;
                    at = payload.indexOf(at + 1, end, (byte) MARK)) {
                marks++;
            }
            if (marks > 0) {
                received.add(marks);
            } else {
                answers.increment();
                if (payload.toString(StandardCharsets.UTF_8).contains(SUBSCRIBED)) {
                    subscribed.increment();
                }
            }
            if (hasPing(payload)) {
                socket.sendText(PONG);
            }
        }

        @Override
        public void ended(LoadSocket socket, SocketEnd end) {
            ended.incrementAndGet();
        }

        /// A ping may stand anywhere among the replies of a message, one on each line.
        private static boolean hasPing(ByteBuf payload) {
            int end = payload.writerIndex();
            for (int line = payload.readerIndex(); line >= 0 && end - line >= PONG.length(); ) {
                if (payload.getByte(line) == '{' && payload.getByte(line + 1) == '}') {
                    return true;
                }
                int newline = payload.indexOf(line, end, (byte) '\n');
                line = newline < 0 ? newline : newline + 1;
            }
            return false;
        }
    }
}
