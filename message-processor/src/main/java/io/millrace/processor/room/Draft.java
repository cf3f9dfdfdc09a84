package io.millrace.processor.room;

import io.millrace.id.RoomId;
import io.millrace.processor.room.Decision.Effect;
import io.millrace.processor.room.Decision.Outcome;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.DetachReason;
import io.millrace.schema.edge.Detached;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.PresenceChanged;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.edge.RoomPosition;
import java.util.ArrayList;
import java.util.List;

/// Collects, in order, what one command leads to. Used by one thread, for one command.
final class Draft {

    private final List<RoomEvent> events = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<StateChange> changes = new ArrayList<>();

    void change(StateChange change) {
        changes.add(change);
    }

    void event(RoomEvent event) {
        events.add(event);
    }

    void copy(Follower to, RoomEvent event) {
        EdgeDelivery content = content(to, event.getRoom());
        content.setEvent(event);
        deliver(to, content);
    }

    void attached(Follower to, RoomId room, Attached part) {
        EdgeDelivery content = content(to, room.value());
        content.setAttached(part);
        deliver(to, content);
    }

    void presence(Follower to, RoomId room, PresenceChanged change) {
        EdgeDelivery content = content(to, room.value());
        content.setPresence(change);
        deliver(to, content);
    }

    void detached(Follower to, RoomId room, DetachReason reason) {
        EdgeDelivery content = content(to, room.value());
        content.setDetached(new Detached(reason));
        deliver(to, content);
    }

    void position(Follower to, RoomId room, RoomPosition position) {
        EdgeDelivery content = content(to, room.value());
        content.setPosition(position);
        deliver(to, content);
    }

    void answer(ReplyAddress to, String room, PublishAnswer answer) {
        Follower edge = Follower.of(to.getInbox(), to.getIncarnation());
        EdgeDelivery content = content(edge, room);
        content.setAnswer(answer);
        deliver(edge, content);
    }

    /// Without a kind yet.
    private static EdgeDelivery content(Follower to, String room) {
        EdgeDelivery content = new EdgeDelivery();
        content.setIncarnation(to.incarnation().value());
        content.setRoom(room);
        return content;
    }

    private void deliver(Follower to, EdgeDelivery content) {
        deliveries.add(new Delivery(to.inbox(), content));
    }

    Outcome finish() {
        boolean idle = events.isEmpty() && deliveries.isEmpty() && changes.isEmpty();
        return finish(idle ? Effect.IGNORED : Effect.DONE);
    }

    Outcome finish(Effect effect) {
        return new Outcome(effect, List.copyOf(events), List.copyOf(deliveries), List.copyOf(changes));
    }
}
