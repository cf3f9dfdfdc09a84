package io.millrace.processor.room;

import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.chat.Visibility;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.RoomPosition;
import io.millrace.schema.state.RoomMember;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cuts the answer to an attach into parts, each far below the largest record that Kafka takes.
final class Snapshot {

    /// A part is closed before it would exceed this; only a single larger item makes a larger part.
    static final int PART_BYTES = 256 * 1024;

    /// Envelope of an item: ids, times, lengths.
    private static final int ITEM_BYTES = 200;

    private final RoomPosition position;
    private final long floor;
    private final List<Attached> parts = new ArrayList<>();
    private List<RoomEvent> tail = new ArrayList<>();
    private List<Sender> presence = new ArrayList<>();
    private Map<String, Visibility> visibility = new HashMap<>();
    private long bytes;

    private Snapshot(RoomPosition position, long floor) {
        this.position = position;
        this.floor = floor;
    }

    /// Makes at least one part, only the last one marked as such.
    ///
    /// @param floor offset up to which the history was removed
    static List<Attached> parts(RoomPosition position, long floor, List<RoomEvent> tail, List<RoomMember> presence) {
        Snapshot snapshot = new Snapshot(position, floor);
        for (RoomEvent event : tail) {
            snapshot.makeRoomFor(size(event));
            snapshot.tail.add(event);
        }
        for (RoomMember member : presence) {
            snapshot.add(member);
        }
        snapshot.closePart(true);
        return snapshot.parts;
    }

    private void add(RoomMember member) {
        Sender sender = member.getMember();
        boolean different = member.getVisibility() != Visibility.NAMESPACE;
        makeRoomFor(size(sender) + (different ? sender.getClient().length() : 0));
        presence.add(sender);
        if (different) {
            visibility.put(sender.getClient(), member.getVisibility());
        }
    }

    private void makeRoomFor(long itemBytes) {
        boolean holdsSomething = !tail.isEmpty() || !presence.isEmpty();
        if (holdsSomething && bytes + itemBytes > PART_BYTES) {
            closePart(false);
        }
        bytes += itemBytes;
    }

    private void closePart(boolean last) {
        parts.add(new Attached(
                parts.size(),
                last,
                position.getEpoch(),
                position.getOffset(),
                position.getPresenceVersion(),
                tail,
                presence,
                floor,
                visibility));
        tail = new ArrayList<>();
        presence = new ArrayList<>();
        visibility = new HashMap<>();
        bytes = 0;
    }

    private static long size(RoomEvent event) {
        long envelope = (long) ITEM_BYTES + event.getRoom().length();
        var retracted = event.getRetracted();
        if (retracted != null) {
            return envelope
                    + 3L
                            * (retracted.getReason().length()
                                    + retracted.getActor().length());
        }
        var published = event.getPublished();
        return published == null
                ? envelope
                : envelope
                        + published.getData().remaining()
                        + size(published.getSender())
                        + (published.getTags() == null ? 0 : CommandReader.size(published.getTags()));
    }

    private static long size(Sender sender) {
        // A user id may hold any character: UTF-8 needs up to three bytes for one.
        return ITEM_BYTES + 3L * sender.getUser().length() + size(sender.getConnInfo()) + size(sender.getChanInfo());
    }

    private static long size(@Nullable ByteBuffer buffer) {
        return buffer == null ? 0 : buffer.remaining();
    }
}
