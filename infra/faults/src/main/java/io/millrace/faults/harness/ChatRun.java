package io.millrace.faults.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.faults.check.Attempt;
import io.millrace.faults.check.Observation;
import io.millrace.faults.check.Outcome;
import io.millrace.load.client.Answer;
import io.millrace.load.client.ChatClient;
import io.millrace.load.socket.SocketSettings;
import io.millrace.load.socket.Sockets;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that publish into rooms and listen to them. A publication whose outcome is not certain is repeated
/// with the same key until it is. A client that waits too long for an answer breaks its connection and comes
/// back elsewhere, as client libraries do. Thread-safe.
public final class ChatRun implements AutoCloseable {

    private static final int IN_FLIGHT = 4;
    private static final long RETRY_MILLIS = 100;

    /// The edge answers within 4.5 s, with a temporary error when nothing else is known.
    private static final long SILENCE_MILLIS = 7_000;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Crowd crowd;
    private final Sockets sockets = Sockets.open(SocketSettings.standard());
    private final List<ChatClient> clients = new ArrayList<>();
    private final List<Recorder> recorders = new ArrayList<>();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final Map<String, Attempt> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Flights flights = new Flights();
    private final Map<String, Integer> members = new HashMap<>();
    private volatile boolean closed;

    /// Connects and subscribes everybody, within a minute.
    public ChatRun(Crowd crowd) {
        this.crowd = crowd;
        List<CompletableFuture<Void>> subscribed = new ArrayList<>();
        for (int number = 0; number < crowd.clients(); number++) {
            Recorder recorder = new Recorder(flights);
            ChatClient client = new ChatClient(crowd.edges(), number, Optional.empty(), recorder, sockets);
            recorders.add(recorder);
            clients.add(client);
            for (int choice = 0; choice < crowd.roomsEach(); choice++) {
                subscribed.add(client.subscribe(crowd.room(number, choice)));
                members.computeIfAbsent(crowd.room(number, choice), crowd::members);
            }
        }
        try {
            CompletableFuture.allOf(subscribed.toArray(CompletableFuture[]::new))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Connects and subscribes; see [Crowd].
    public ChatRun(List<URI> edges, String prefix, int clientCount, int roomCount, int roomsEach) {
        this(new Crowd(edges, prefix, clientCount, roomCount, roomsEach));
    }

    /// Lets every client publish at the same time, and completes when each publication has a certain outcome.
    ///
    /// @param each publications of one client
    public CompletableFuture<Void> publish(int each) {
        return publish(each, "only");
    }

    /// The same, for a run with several rounds.
    ///
    /// @param round name of the round, unique in the run
    public CompletableFuture<Void> publish(int each, String round) {
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int number = 0; number < clients.size(); number++) {
            int sender = number;
            senders.add(CompletableFuture.runAsync(
                    () -> send(sender, each, round), task -> Thread.startVirtualThread(task)));
        }
        return CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new));
    }

    /// Publishes once, and again until the outcome is certain or the run is closed.
    ///
    /// @param sender number of the client, from 0
    /// @param choice which of its rooms, from 0
    /// @param id unique in the run
    /// @param text further content of the payload; empty for none
    /// @param dueNanos when it was due, reading of `System.nanoTime()`
    CompletableFuture<Void> publish(int sender, int choice, String id, String text, long dueNanos) {
        String room = crowd.room(sender, choice);
        flights.started(id, room, dueNanos, 1 + members.getOrDefault(room, 0));
        String data = text.isEmpty() ? Payloads.of(id) : Payloads.of(id, text);
        Attempt attempt = new Attempt(
                "client-" + sender, room, id, System.nanoTime(), new Outcome.Unknown(), Payloads.hash(data), false);
        underWay.put(id, attempt);
        return untilCertain(sender, attempt, data);
    }

    /// Who takes part.
    public Crowd crowd() {
        return crowd;
    }

    /// Publications accepted up to now.
    public int accepted() {
        return accepted.get();
    }

    /// Deliveries to all clients up to now.
    public long delivered() {
        return recorders.stream().mapToLong(Recorder::delivered).sum();
    }

    /// Publications without a certain outcome yet.
    public int uncertain() {
        return underWay.size();
    }

    /// The clients, in the order of their numbers.
    public List<ChatClient> clients() {
        return clients;
    }

    /// How long each publication was under way.
    public Flights flights() {
        return flights;
    }

    /// Every publication tried up to now; those under way are `Unknown`.
    public List<Attempt> attempts() {
        List<Attempt> all = new ArrayList<>(underWay.values());
        all.addAll(attempts);
        return all;
    }

    /// Waits until every client has seen the end of each of its rooms.
    ///
    /// @return whether that came within the time
    public boolean awaitDeliveries(Map<String, Long> tops, Duration atMost) {
        return Waiting.until(() -> hasSeen(tops), atMost);
    }

    /// What each client saw, by client and room.
    public Map<String, Map<String, List<Observation>>> observations() {
        Map<String, Map<String, List<Observation>>> all = new HashMap<>();
        for (int number = 0; number < recorders.size(); number++) {
            all.put("client-" + number, recorders.get(number).observations());
        }
        return all;
    }

    /// How often a subscription could not be continued, the first subscriptions not counted.
    public long restarts() {
        return recorders.stream().mapToLong(Recorder::starts).sum() - (long) clients.size() * crowd.roomsEach();
    }

    @Override
    public void close() {
        closed = true;
        clients.forEach(ChatClient::close);
        sockets.close();
    }

    private boolean hasSeen(Map<String, Long> tops) {
        for (int number = 0; number < clients.size(); number++) {
            for (int choice = 0; choice < crowd.roomsEach(); choice++) {
                String room = crowd.room(number, choice);
                if (recorders.get(number).last(room) < tops.getOrDefault(room, 0L)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void send(int sender, int each, String round) {
        Semaphore slots = new Semaphore(IN_FLIGHT);
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int number = 0; number < each; number++) {
            slots.acquireUninterruptibly();
            String id = round + '-' + sender + '-' + number;
            done.add(publish(sender, number % crowd.roomsEach(), id, "", System.nanoTime())
                    .whenComplete((_, _) -> slots.release()));
        }
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private CompletableFuture<Void> untilCertain(int sender, Attempt attempt, String data) {
        return answer(sender, attempt, data).thenCompose(answer -> switch (answer) {
            case Answer.Done(JsonNode reply) -> {
                JsonNode result = reply.path("rpc").path("data");
                long now = System.nanoTime();
                accepted.incrementAndGet();
                flights.arrived(attempt.id(), now);
                yield certain(
                        attempt,
                        new Outcome.Accepted(
                                result.path("epoch").asText(),
                                result.path("offset").asLong(),
                                now));
            }
            case Answer.Refused(int code, String _, boolean temporary)
            when !temporary -> {
                flights.refused(attempt.id());
                yield certain(attempt, new Outcome.Refused(code));
            }
            case Answer.Refused _, Answer.Unknown _ -> again(sender, attempt, data);
        });
    }

    private CompletableFuture<Answer> answer(int sender, Attempt attempt, String data) {
        ChatClient client = clients.get(sender);
        CompletableFuture<Answer> answer = client.publish(attempt.room(), data, attempt.id() + "@" + crowd.prefix());
        return answer.copy()
                .completeOnTimeout(new Answer.Unknown(), SILENCE_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> {
                    if (!answer.isDone() && !closed) {
                        client.cut();
                    }
                });
    }

    private CompletableFuture<Void> again(int sender, Attempt attempt, String data) {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        Attempt repeated = attempt.repeated();
        underWay.put(attempt.id(), repeated);
        return CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS))
                .thenCompose(_ -> untilCertain(sender, repeated, data));
    }

    private CompletableFuture<Void> certain(Attempt attempt, Outcome outcome) {
        attempts.add(attempt.with(outcome));
        underWay.remove(attempt.id());
        return CompletableFuture.completedFuture(null);
    }
}
