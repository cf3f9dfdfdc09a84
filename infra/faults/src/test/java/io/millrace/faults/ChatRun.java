package io.millrace.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.faults.check.Attempt;
import io.millrace.faults.check.Observation;
import io.millrace.faults.check.Outcome;
import io.millrace.load.client.Answer;
import io.millrace.load.client.ChatClient;
import io.millrace.testkit.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that publish into rooms and listen to them. A publication whose outcome is not certain is repeated
/// with the same key until it is.
final class ChatRun implements AutoCloseable {

    private static final int IN_FLIGHT = 4;
    private static final long RETRY_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int roomCount;
    private final String prefix;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ChatClient> clients = new ArrayList<>();
    private final List<Recorder> recorders = new ArrayList<>();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final int roomsEach;

    /// @param prefix of the rooms' names
    /// @param roomsEach rooms that each client joins
    ChatRun(List<URI> edges, String prefix, int clientCount, int roomCount, int roomsEach) {
        this.prefix = prefix;
        this.roomCount = roomCount;
        this.roomsEach = roomsEach;
        List<CompletableFuture<Void>> subscribed = new ArrayList<>();
        for (int number = 0; number < clientCount; number++) {
            Recorder recorder = new Recorder();
            ChatClient client = new ChatClient(edges, number, Optional.empty(), recorder, http);
            recorders.add(recorder);
            clients.add(client);
            for (int choice = 0; choice < roomsEach; choice++) {
                subscribed.add(client.subscribe(room(number, choice)));
            }
        }
        CompletableFuture.allOf(subscribed.toArray(CompletableFuture[]::new))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /// Lets every client publish at the same time, and waits until each publication has a certain outcome.
    ///
    /// @param each publications of one client
    CompletableFuture<Void> publish(int each) {
        return publish(each, "only");
    }

    /// The same, for a run with several rounds.
    ///
    /// @param round name of the round, unique in the run
    CompletableFuture<Void> publish(int each, String round) {
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int number = 0; number < clients.size(); number++) {
            int sender = number;
            senders.add(CompletableFuture.runAsync(
                    () -> send(sender, each, round), task -> Thread.startVirtualThread(task)));
        }
        return CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new));
    }

    /// Publications accepted up to now.
    int accepted() {
        return accepted.get();
    }

    List<ChatClient> clients() {
        return clients;
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /// Waits until every client has seen the end of each of its rooms.
    void awaitDeliveries(Map<String, Long> tops) {
        Await.until(
                () -> {
                    for (int number = 0; number < clients.size(); number++) {
                        for (int choice = 0; choice < roomsEach; choice++) {
                            String room = room(number, choice);
                            if (recorders.get(number).last(room) < tops.getOrDefault(room, 0L)) {
                                return false;
                            }
                        }
                    }
                    return true;
                },
                Duration.ofSeconds(30),
                "every client has seen the end of its rooms");
    }

    Map<String, Map<String, List<Observation>>> observations() {
        Map<String, Map<String, List<Observation>>> all = new HashMap<>();
        for (int number = 0; number < recorders.size(); number++) {
            all.put("client-" + number, recorders.get(number).observations());
        }
        return all;
    }

    /// How often a subscription could not be continued, the first subscriptions not counted.
    long restarts() {
        return recorders.stream().mapToLong(Recorder::starts).sum() - (long) clients.size() * roomsEach;
    }

    @Override
    public void close() {
        clients.forEach(ChatClient::close);
        http.shutdownNow();
    }

    private String room(int client, int choice) {
        return prefix + (client + choice) % roomCount;
    }

    private void send(int sender, int each, String round) {
        Semaphore slots = new Semaphore(IN_FLIGHT);
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int number = 0; number < each; number++) {
            slots.acquireUninterruptibly();
            String room = room(sender, number % roomsEach);
            String id = round + '-' + sender + '-' + number;
            done.add(untilCertain(sender, room, id, System.nanoTime()).whenComplete((_, _) -> slots.release()));
        }
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private CompletableFuture<Void> untilCertain(int sender, String room, String id, long sentNanos) {
        return clients.get(sender)
                .publish(room, Payloads.of(id), id + "@" + prefix)
                .thenCompose(answer -> switch (answer) {
                    case Answer.Done(JsonNode reply) -> {
                        JsonNode data = reply.path("rpc").path("data");
                        record(
                                sender,
                                room,
                                id,
                                sentNanos,
                                new Outcome.Accepted(
                                        data.path("epoch").asText(),
                                        data.path("offset").asLong(),
                                        System.nanoTime()));
                        accepted.incrementAndGet();
                        yield CompletableFuture.completedFuture(null);
                    }
                    case Answer.Refused(int code, String _, boolean temporary)
                    when !temporary -> {
                        record(sender, room, id, sentNanos, new Outcome.Refused(code));
                        yield CompletableFuture.completedFuture(null);
                    }
                    case Answer.Refused _, Answer.Unknown _ ->
                        CompletableFuture.runAsync(
                                        () -> {},
                                        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS))
                                .thenCompose(_ -> untilCertain(sender, room, id, sentNanos));
                });
    }

    private void record(int sender, String room, String id, long sentNanos, Outcome outcome) {
        attempts.add(new Attempt("client-" + sender, room, id, sentNanos, outcome));
    }
}
