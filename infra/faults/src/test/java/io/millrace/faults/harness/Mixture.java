package io.millrace.faults.harness;

import io.millrace.faults.check.Attempt;
import io.millrace.faults.check.Observation;
import io.millrace.load.client.ChatClient;
import io.millrace.load.client.Request;
import io.millrace.load.socket.SocketSettings;
import io.millrace.load.socket.Sockets;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Everything else that goes on in the rooms of a run: guests that come and go and ask, followers over HTTP,
/// one of them by deltas, and a backend that publishes and controls connections through both doors of the
/// server API. What they publish and see belongs to the history of the run.
public final class Mixture implements AutoCloseable {

    private static final int GUESTS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final Activity activity = new Activity();
    private final List<String> rooms;
    private final Sockets sockets = Sockets.open(SocketSettings.standard());
    private final List<ChatClient> guests = new ArrayList<>();
    private final List<Recorder> recorders = new ArrayList<>();
    private final List<StreamFollower> followers;
    private final Backend backend;
    private final CommandDoor door;
    private final List<Thread> visits = new ArrayList<>();
    private volatile boolean finished;

    /// Begins.
    ///
    /// @param run that goes on in the same rooms
    public Mixture(ChatRun run, String bootstrapServers, String registryUrl) {
        Crowd crowd = run.crowd();
        rooms = IntStream.range(0, crowd.rooms())
                .mapToObj(number -> crowd.room(number, 0))
                .toList();
        String told = crowd.prefix() + "told";
        List<String> followed = Stream.concat(rooms.stream(), Stream.of(told)).toList();
        List<URI> edges = crowd.edges().stream()
                .map(edge -> URI.create("http://" + edge.getAuthority() + "/"))
                .toList();
        for (int number = 0; number < GUESTS; number++) {
            Recorder recorder = new Recorder(new Flights());
            recorders.add(recorder);
            guests.add(new ChatClient(
                    crowd.edges(), number, Optional.of(Credentials.token("guest-" + number)), recorder, sockets));
            int guest = number;
            visits.add(Thread.ofVirtual().start(() -> visit(guests.get(guest))));
        }
        followers = List.of(
                new StreamFollower(edges, "/connection/http_stream", false, "reader", followed, activity),
                new StreamFollower(edges, "/connection/sse", true, "listener", followed, activity));
        backend = new Backend(edges, rooms, told, List.of("guest-0", "reader", "guest-1", "listener"), activity);
        door = new CommandDoor(bootstrapServers, registryUrl, crowd.prefix(), rooms, activity);
    }

    /// Comes into a room, asks, and goes again.
    private void visit(ChatClient guest) {
        while (!finished) {
            String room = rooms.get(ThreadLocalRandom.current().nextInt(rooms.size()));
            try {
                guest.subscribe(room).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                CompletableFuture.allOf(
                                guest.send(new Request.Presence(room)),
                                guest.send(new Request.PresenceStats(room)),
                                guest.send(new Request.History(room, 5)),
                                guest.publish("chat:beside", "1"))
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                LockSupport.parkNanos(PAUSE_NANOS);
                var _ = guest.unsubscribe(room).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                activity.done("visit");
            } catch (InterruptedException e) {
                return;
            } catch (ExecutionException | TimeoutException e) {
                activity.done("failed visit");
            }
        }
    }

    /// Ends what goes on, and waits until every outcome is certain.
    ///
    /// @return every publication
    public List<Attempt> finish() {
        finished = true;
        backend.close();
        door.close();
        try {
            for (Thread visit : visits) {
                visit.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Stream.concat(backend.attempts().stream(), door.outcomes().stream())
                .toList();
    }

    /// Waits until the followers have seen the end of every room, and the guests are in every room again.
    ///
    /// @return whether that came within the time
    public boolean awaitDeliveries(Map<String, Long> tops, Duration atMost) {
        CompletableFuture<?>[] back = guests.stream()
                .flatMap(guest -> rooms.stream().map(guest::subscribe))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(back)
                .orTimeout(atMost.toSeconds(), TimeUnit.SECONDS)
                .join();
        return Waiting.until(() -> followers.stream().allMatch(follower -> follower.hasSeen(tops)), atMost);
    }

    /// What each of them saw, by name and room.
    public Map<String, Map<String, List<Observation>>> observations() {
        Map<String, Map<String, List<Observation>>> all = new HashMap<>();
        for (int number = 0; number < GUESTS; number++) {
            all.put("guest-" + number, recorders.get(number).observations());
        }
        for (int number = 0; number < followers.size(); number++) {
            all.put("follower-" + number, followers.get(number).observations());
        }
        return all;
    }

    /// How often the followers could not continue a subscription, the first subscriptions not counted.
    public long restarts() {
        return followers.stream().mapToLong(StreamFollower::restarts).sum();
    }

    /// How often what was asked for was done, errors among it.
    public Map<String, Long> activity() {
        return activity.counts();
    }

    @Override
    public void close() {
        finished = true;
        backend.close();
        door.close();
        followers.forEach(StreamFollower::close);
        guests.forEach(ChatClient::close);
        sockets.close();
    }
}
