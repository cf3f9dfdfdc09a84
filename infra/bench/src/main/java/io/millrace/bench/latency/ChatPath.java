package io.millrace.bench.latency;

import io.millrace.load.client.Answer;
import io.millrace.load.client.ChatClient;
import io.millrace.load.client.Delivery;
import io.millrace.load.client.RoomLog;
import io.millrace.load.socket.SocketSettings;
import io.millrace.load.socket.Sockets;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// The product: rooms of clients that chat through edges, moderation and the room state machines.
public final class ChatPath implements AutoCloseable {

    private final String namespace;
    private final int rooms;
    private final int members;
    private final String text;
    private final List<ChatClient> clients = new ArrayList<>();
    private final Sockets sockets = Sockets.open(SocketSettings.standard());
    private final AtomicLong refused = new AtomicLong();
    private volatile Latencies latencies = new Latencies();

    /// Rooms of the namespace `chat`.
    ///
    /// @param edges WebSocket addresses
    /// @param members of each room, spread over the edges
    /// @param payloadBytes about the size of a payload
    public ChatPath(List<URI> edges, int rooms, int members, int payloadBytes)
            throws InterruptedException, ExecutionException, TimeoutException {
        this("chat", edges, rooms, members, "x".repeat(Math.max(0, payloadBytes - 40)));
    }

    /// @param namespace of the rooms
    /// @param edges WebSocket addresses
    /// @param members of each room, spread over the edges
    /// @param text what they say
    public ChatPath(String namespace, List<URI> edges, int rooms, int members, String text)
            throws InterruptedException, ExecutionException, TimeoutException {
        this.namespace = namespace;
        this.rooms = rooms;
        this.members = members;
        this.text = text;
        RoomLog log = new RoomLog() {
            @Override
            public void delivered(Delivery delivery) {
                int at = delivery.data().indexOf(':') + 1;
                long scheduled = Long.parseLong(
                        delivery.data().substring(at, delivery.data().indexOf(',', at)));
                latencies.record(delivery.atNanos() - scheduled);
            }

            @Override
            public void subscribed(String room, String epoch, long offset, boolean recovered) {}
        };
        List<CompletableFuture<Void>> subscribed = new ArrayList<>();
        for (int room = 0; room < rooms; room++) {
            for (int member = 0; member < members; member++) {
                ChatClient client = new ChatClient(edges, member, Optional.empty(), log, sockets);
                clients.add(client);
                subscribed.add(client.subscribe(name(room)));
            }
        }
        CompletableFuture.allOf(subscribed.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    /// Sends at a rate, a different client of the next room each time, and waits for every member's delivery.
    public Latencies run(int messages, int rate) {
        Latencies phase = new Latencies();
        latencies = phase;
        OpenLoop.run(messages, rate, (number, scheduled) -> {
            int room = number % rooms;
            int member = number / rooms % members;
            var _ = clients.get(room * members + member)
                    .publish(name(room), "{\"at\":" + scheduled + ",\"text\":\"" + text + "\"}")
                    .thenAccept(answer -> {
                        if (!(answer instanceof Answer.Done)) {
                            refused.incrementAndGet();
                        }
                    });
        });
        Arrivals.await(phase, (long) messages * members);
        return phase;
    }

    /// Whether somebody who says this is refused.
    public boolean refuses(String text) throws InterruptedException, ExecutionException, TimeoutException {
        Answer answer = clients.getFirst()
                .publish(name(0), "{\"at\":" + System.nanoTime() + ",\"text\":\"" + text + "\"}")
                .get(10, TimeUnit.SECONDS);
        return answer instanceof Answer.Refused;
    }

    /// Publications that were not taken.
    public long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        clients.forEach(ChatClient::close);
        sockets.close();
    }

    private String name(int room) {
        return namespace + ":bench-" + room;
    }
}
