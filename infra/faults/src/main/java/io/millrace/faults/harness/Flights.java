package io.millrace.faults.harness;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How long each publication was under way: from its first sending until its sender knew the outcome and every
/// subscriber had it. Thread-safe.
public final class Flights {

    private final Map<String, Flight> flights = new ConcurrentHashMap<>();

    /// One publication.
    ///
    /// @param sentNanos when it was due to be sent
    /// @param doneNanos when it was answered and delivered to all, or `Long.MAX_VALUE` as long as it is not
    public record Done(String id, String room, long sentNanos, long doneNanos) {}

    private static final class Flight {

        private final String room;
        private final long sentNanos;
        private int waiting;
        private long doneNanos = Long.MAX_VALUE;

        private Flight(String room, long sentNanos, int waiting) {
            this.room = room;
            this.sentNanos = sentNanos;
            this.waiting = waiting;
        }

        private synchronized void arrived(long atNanos) {
            waiting--;
            if (waiting == 0) {
                doneNanos = atNanos;
            }
        }

        private synchronized Done done(String id) {
            return new Done(id, room, sentNanos, doneNanos);
        }
    }

    /// @param arrivals answers and deliveries to wait for
    void started(String id, String room, long sentNanos, int arrivals) {
        flights.put(id, new Flight(room, sentNanos, arrivals));
    }

    /// An answer or a delivery came.
    void arrived(String id, long atNanos) {
        Flight flight = flights.get(id);
        if (flight != null) {
            flight.arrived(atNanos);
        }
    }

    /// The publication was refused: nobody waits for it.
    void refused(String id) {
        flights.remove(id);
    }

    /// All publications up to now, in no order.
    public List<Done> all() {
        return flights.entrySet().stream()
                .map(entry -> entry.getValue().done(entry.getKey()))
                .toList();
    }

    /// The longest that a publication of a time waited, zero when there was none. Publications without an end
    /// (a subscriber was told to start anew) do not count.
    ///
    /// @param fromNanos first sending that counts
    /// @param toNanos first sending that does not count any more
    /// @param earliestNanos moment before which no waiting counts
    public static Duration longestWait(Collection<Done> flights, long fromNanos, long toNanos, long earliestNanos) {
        long longest = flights.stream()
                .filter(flight -> flight.sentNanos() - fromNanos >= 0 && flight.sentNanos() - toNanos < 0)
                .filter(flight -> flight.doneNanos() != Long.MAX_VALUE)
                .mapToLong(flight -> flight.doneNanos() - Math.max(flight.sentNanos(), earliestNanos))
                .max()
                .orElse(0);
        return Duration.ofNanos(Math.max(0, longest));
    }

    /// Whether every publication of a time arrived within so much time.
    ///
    /// @param fromNanos first sending that counts
    /// @param toNanos first sending that does not count any more
    public static boolean isFlowing(Collection<Done> flights, long fromNanos, long toNanos, Duration usual) {
        return flights.stream()
                .filter(flight -> flight.sentNanos() - fromNanos >= 0 && flight.sentNanos() - toNanos < 0)
                .allMatch(flight -> flight.doneNanos() != Long.MAX_VALUE
                        && flight.doneNanos() - flight.sentNanos() <= usual.toNanos());
    }
}
