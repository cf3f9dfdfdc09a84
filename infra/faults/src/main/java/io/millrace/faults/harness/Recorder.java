package io.millrace.faults.harness;

import io.millrace.faults.check.Observation;
import io.millrace.load.client.Delivery;
import io.millrace.load.client.RoomLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Remembers what one client saw, room by room. Thread-safe.
final class Recorder implements RoomLog {

    private final Map<String, List<Observation>> seen = new ConcurrentHashMap<>();
    private final LongAdder delivered = new LongAdder();
    private final Flights flights;

    /// @param flights that hear of each delivery
    Recorder(Flights flights) {
        this.flights = flights;
    }

    @Override
    public void delivered(Delivery delivery) {
        String id = Payloads.id(delivery.data());
        add(
                delivery.room(),
                new Observation.Delivered(delivery.epoch(), delivery.offset(), id, Payloads.hash(delivery.data())));
        delivered.increment();
        flights.arrived(id, delivery.atNanos());
    }

    @Override
    public void subscribed(String room, String epoch, long offset, boolean recovered) {
        if (!recovered) {
            add(room, new Observation.Started(epoch, offset));
        }
    }

    long delivered() {
        return delivered.sum();
    }

    Map<String, List<Observation>> observations() {
        Map<String, List<Observation>> copy = new ConcurrentHashMap<>();
        seen.forEach((room, list) -> {
            synchronized (list) {
                copy.put(room, List.copyOf(list));
            }
        });
        return copy;
    }

    /// How often a stream started anew without recovery, the first time included.
    long starts() {
        return observations().values().stream()
                .flatMap(List::stream)
                .filter(Observation.Started.class::isInstance)
                .count();
    }

    /// The offset a room has been seen up to, -1 for nothing.
    long last(String room) {
        List<Observation> list = seen.getOrDefault(room, List.of());
        synchronized (list) {
            return list.isEmpty()
                    ? -1
                    : switch (list.getLast()) {
                        case Observation.Delivered delivered -> delivered.offset();
                        case Observation.Started started -> started.offset();
                    };
        }
    }

    private void add(String room, Observation observation) {
        List<Observation> list = seen.computeIfAbsent(room, _ -> new ArrayList<>());
        synchronized (list) {
            list.add(observation);
        }
    }
}
