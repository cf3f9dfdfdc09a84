package io.millrace.edge.room;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.id.Epoch;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.runtime.namespace.RosterOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Rooms, namespaces and events for tests.
public final class RoomFixtures {

    public static final RoomId ROOM = new RoomId("chat:lobby");
    public static final Epoch EPOCH = new Epoch("e1");
    public static final Epoch LATER_EPOCH = new Epoch("e2");

    /// Time at which the events of [#event] happen, microseconds since 1970 UTC.
    public static final long EVENT_MICROS = 1_767_225_600_000_000L;

    private RoomFixtures() {}

    /// Everything is allowed, with as much history as given.
    public static Namespace namespace(String name, int historySize) {
        return namespace(name, historySize, Map.of());
    }

    /// Everything is allowed, with as much history as given and what else the options say.
    public static Namespace namespace(String name, int historySize, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "history-size", historySize,
                "history-time", "1h",
                "presence", true,
                "join-leave", true,
                "subscribe", "anyone",
                "publish", "anyone",
                "read-history", "anyone",
                "read-presence", "anyone",
                "publication-limit", "1KiB"));
        options.putAll(more);
        return Namespace.of(name, options);
    }

    /// The same namespace, whose rooms do not know who is there.
    public static Namespace withoutPresence(Namespace namespace) {
        return new Namespace(
                namespace.name(),
                namespace.history(),
                namespace.stream(),
                new RosterOptions(false, false, false),
                namespace.names(),
                namespace.access(),
                namespace.publications());
    }

    /// The event with that offset.
    public static RoomPublication event(long offset) {
        return new RoomPublication(
                offset, EVENT_MICROS, Publication.of(json(Long.toString(offset)), client("sender"), offset));
    }

    /// The event with that offset and a payload of that many bytes, at least 2.
    public static RoomPublication event(long offset, int bytes) {
        return new RoomPublication(
                offset,
                EVENT_MICROS,
                Publication.of(json('"' + "x".repeat(bytes - 2) + '"'), client("sender"), offset));
    }

    /// The event with that offset that takes back an earlier one.
    public static RoomPublication retraction(long offset, long target) {
        Publication wire = Publication.of(json(Long.toString(offset)), null, offset);
        return new RoomPublication(offset, EVENT_MICROS, wire, standIn(target));
    }

    /// What is at the place of an event that was taken back.
    public static Publication standIn(long offset) {
        return new Publication(json(Long.toString(offset)), null, offset, Map.of("millrace-event", "removed"), false);
    }

    /// The events from one offset to another, both included.
    public static List<RoomPublication> events(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(RoomFixtures::event).toList();
    }

    /// A snapshot in one part, nobody present.
    public static Snapshot snapshot(Epoch epoch, long top, List<RoomPublication> tail) {
        return new Snapshot(0, true, epoch, top, 0, tail, List.of());
    }

    public static ClientInfo client(String id) {
        return ClientInfo.of("user-" + id, id);
    }

    public static Payload json(String text) {
        return Payload.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
