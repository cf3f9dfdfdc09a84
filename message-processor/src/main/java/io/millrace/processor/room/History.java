package io.millrace.processor.room;

import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.room.TakenBack;
import io.millrace.schema.state.RoomSlot;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The newest publications of a room: as many ids as there are slots, and of the newest of them also the
/// events.
///
/// Not thread-safe; owned by its room.
final class History {

    /// No message id holds such a character.
    private static final char RETRACTION = '\t';

    private final int slots;
    /// Id to offset, oldest first.
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    /// Consecutive offsets up to the top.
    private final ArrayDeque<RoomEvent> events = new ArrayDeque<>();

    private long top;

    History(int slots) {
        this.slots = slots;
    }

    static History restore(int slots, Collection<RoomSlot> contents) {
        History history = new History(slots);
        contents.stream().sorted(Comparator.comparingLong(RoomSlot::getOffset)).forEach(history::remember);
        return history;
    }

    int slots() {
        return slots;
    }

    /// Offset of the newest event, 0 when there is none.
    long top() {
        return top;
    }

    /// Offset of the publication with this id, or null when none is remembered.
    @Nullable
    Long offsetOf(String messageId) {
        return offsets.get(messageId);
    }

    /// Offset of the event that took back the publication at an offset, or null when none is remembered.
    @Nullable
    Long retractionOf(long offset) {
        return offsets.get(retractionKey(offset));
    }

    /// The id of the publication at an offset; null when it is not remembered, or not a publication.
    @Nullable
    String publicationAt(long offset) {
        for (Map.Entry<String, Long> entry : offsets.entrySet()) {
            if (entry.getValue() == offset) {
                return isPublication(entry.getKey(), offset) ? entry.getKey() : null;
            }
        }
        return null;
    }

    private boolean isPublication(String id, long offset) {
        RoomEvent event = find(offset);
        return event == null ? id.charAt(0) != RETRACTION : event.getPublished() != null;
    }

    /// The event at an offset, or null when only its identity is remembered, or nothing.
    private @Nullable RoomEvent find(long offset) {
        return events.stream()
                .filter(event -> event.getOffset() == offset)
                .findFirst()
                .orElse(null);
    }

    /// Appends the event of a retraction, puts into the place of what it takes back what stands in for it, and
    /// gives the slots whose content changed.
    ///
    /// @param size most events to keep, 0 or more
    /// @param oldest events before this time are not kept
    List<RoomSlot> retract(RoomEvent retraction, int size, Instant oldest) {
        List<RoomSlot> changed = new ArrayList<>();
        RoomEvent before = find(retraction.getRetracted().getOffset());
        if (before != null && before.getPublished() != null) {
            RoomEvent standIn = RoomEvent.newBuilder(before)
                    .setPublished(TakenBack.of(before.getPublished()))
                    .build();
            List<RoomEvent> all = new ArrayList<>(events);
            all.set(all.indexOf(before), standIn);
            events.clear();
            events.addAll(all);
            changed.add(slotOf(standIn, standIn));
        }
        changed.addAll(append(retraction, size, oldest));
        return changed;
    }

    /// Appends the event of the next offset and gives the slots whose content changed.
    ///
    /// @param size most events to keep, 0 or more
    /// @param oldest events before this time are not kept
    List<RoomSlot> append(RoomEvent event, int size, Instant oldest) {
        List<RoomSlot> changed = new ArrayList<>();
        RoomSlot slot = slotOf(event, size > 0 ? event : null);
        remember(slot);
        changed.add(slot);
        if (offsets.size() > slots) {
            offsets.remove(offsets.keySet().iterator().next());
        }
        while (events.size() > Math.min(size, slots)
                || (!events.isEmpty() && events.getFirst().getAt().isBefore(oldest))) {
            RoomEvent dropped = events.removeFirst();
            if (dropped.getOffset() > top - slots) {
                changed.add(slotOf(dropped, null));
            }
        }
        return changed;
    }

    /// Appends the event of a removal, which is then the oldest event remembered, and gives the slots whose
    /// content changed.
    ///
    /// @param size most events to keep, 0 or more
    List<RoomSlot> clear(RoomEvent removal, int size) {
        List<RoomSlot> changed = new ArrayList<>();
        for (RoomEvent dropped : events) {
            if (dropped.getOffset() > removal.getOffset() - slots) {
                changed.add(slotOf(dropped, null));
            }
        }
        events.clear();
        changed.addAll(append(removal, size, Instant.MIN));
        return changed;
    }

    /// The remembered events after an offset, ascending; it starts later where the history does not reach
    /// back so far.
    ///
    /// @param size most events, the newest ones
    /// @param oldest events before this time are left out
    List<RoomEvent> after(long offset, int size, Instant oldest) {
        return events.stream()
                .filter(event -> event.getOffset() > Math.max(offset, top - size))
                .filter(event -> !event.getAt().isBefore(oldest))
                .toList();
    }

    private void remember(RoomSlot slot) {
        top = slot.getOffset();
        offsets.put(slot.getMessageId(), top);
        if (slot.getEvent() != null) {
            events.addLast(slot.getEvent());
        }
    }

    private static RoomSlot slotOf(RoomEvent event, @Nullable RoomEvent kept) {
        return new RoomSlot(event.getOffset(), idOf(event), event.getAt(), kept);
    }

    private static String idOf(RoomEvent event) {
        if (event.getRetracted() != null) {
            return retractionKey(event.getRetracted().getOffset());
        }
        return event.getPublished() != null
                ? event.getPublished().getMessageId()
                : event.getHistoryRemoved().getCommandId();
    }

    /// What a retraction is remembered by: a publication is taken back once.
    private static String retractionKey(long offset) {
        return RETRACTION + Long.toString(offset);
    }
}
