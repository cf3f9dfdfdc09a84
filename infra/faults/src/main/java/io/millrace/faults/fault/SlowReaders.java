package io.millrace.faults.fault;

import io.millrace.load.client.Answer;
import io.millrace.load.client.ChatClient;
import io.millrace.load.client.Delivery;
import io.millrace.load.client.RoomLog;
import io.millrace.load.socket.SocketSettings;
import io.millrace.load.socket.Sockets;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Clients that stop reading while their room is flooded. An edge has to end each of them (3008) and keep
/// nothing of them. When they come back it gives them everything they missed, or says that it does not: a
/// flood is greater than one reply may be.
public final class SlowReaders implements Fault {

    private static final int SLOW = 3_008;
    private static final int WRITE_ERROR = 3_009;

    /// Who does not read does not answer pings either.
    private static final int NO_PONG = 3_012;

    private static final Set<Integer> EXPECTED = Set.of(SLOW, WRITE_ERROR, NO_PONG);
    private static final int SENDERS = 10;
    private static final int ROUNDS = 60;
    private static final int ROUND_MILLIS = 80;
    private static final int ARRIVED_SECONDS = 60;

    /// Longer than an edge waits for a client that takes no bytes.
    private static final int NOTICED_SECONDS = 3;

    private static final String PAYLOAD = '"' + "x".repeat(20_000) + '"';

    private final List<URI> edges;
    private final String room;
    private final int readers;
    private final List<SlowReader> open = new ArrayList<>();
    private @Nullable Thread flood;

    /// @param edges WebSocket addresses
    /// @param room that nobody else uses
    /// @param readers how many
    public SlowReaders(List<URI> edges, String room, int readers) {
        this.edges = List.copyOf(edges);
        this.room = room;
        this.readers = readers;
    }

    @Override
    public String name() {
        return readers + " slow readers";
    }

    @Override
    public void inject() {
        try {
            for (int reader = 0; reader < readers; reader++) {
                open.add(SlowReader.open(edge(reader), room));
            }
        } catch (IOException e) {
            throw new FaultException("a slow reader cannot subscribe: " + e.getMessage(), e);
        }
        flood = Thread.ofVirtual().name("flood").start(this::flood);
    }

    /// Waits for the end of the flood; then every reader must have been ended, and must recover.
    @Override
    public void heal() {
        Thread flooding = flood;
        if (flooding == null) {
            return;
        }
        flood = null;
        try {
            flooding.join();
            for (int reader = 0; reader < readers; reader++) {
                recover(edge(reader), open.get(reader));
            }
        } catch (IOException e) {
            throw new FaultException("a slow reader was not treated as one: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException("interrupted while a room was flooded", e);
        } finally {
            open.forEach(SlowReaders::close);
            open.clear();
        }
    }

    private URI edge(int reader) {
        return edges.get(reader % edges.size());
    }

    /// Ten senders: one alone would be stopped by its rate limit.
    private void flood() {
        Sockets sockets = Sockets.open(SocketSettings.standard());
        List<ChatClient> senders = new ArrayList<>();
        try {
            for (int sender = 0; sender < SENDERS; sender++) {
                senders.add(new ChatClient(edges, sender, Optional.empty(), new Silent(), sockets));
            }
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
                senders.forEach(sender -> answers.add(sender.publish(room, PAYLOAD)));
            }
            // A flood that is still on its way makes nobody slow.
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, ARRIVED_SECONDS, TimeUnit.SECONDS)
                    .join();
            TimeUnit.SECONDS.sleep(NOTICED_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            senders.forEach(ChatClient::close);
            sockets.close();
        }
    }

    private static void recover(URI edge, SlowReader reader) throws IOException {
        OptionalInt code = reader.readToTheEnd();
        if (code.isPresent() && !EXPECTED.contains(code.getAsInt())) {
            throw new IOException("it was closed with " + code.getAsInt());
        }
        try (SlowReader again = SlowReader.resume(edge, reader)) {
            if (!again.isRecovered() && !again.wasToldToStartAnew(reader)) {
                throw new IOException("it was neither given what it had missed after offset " + reader.offset()
                        + " nor told to start anew");
            }
        }
    }

    private static void close(SlowReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new FaultException("the socket of a slow reader cannot be closed", e);
        }
    }

    private record Silent() implements RoomLog {

        @Override
        public void delivered(Delivery delivery) {
            // Senders do not listen.
        }

        @Override
        public void subscribed(String room, String epoch, long offset, boolean recovered) {
            // Senders do not listen.
        }
    }
}
