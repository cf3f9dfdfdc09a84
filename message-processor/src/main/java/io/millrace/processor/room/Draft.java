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
        deliver(
                to,
                new EdgeDelivery(
                        to.incarnation().value(), event.getRoom(), event, null, null, null, null, null, null, null));
    }

    void attached(Follower to, RoomId room, Attached part) {
        deliver(
                to,
                new EdgeDelivery(
                        to.incarnation().value(), room.value(), null, part, null, null, null, null, null, null));
    }

    void presence(Follower to, RoomId room, PresenceChanged change) {
        deliver(
                to,
                new EdgeDelivery(
                        to.incarnation().value(), room.value(), null, null, change, null, null, null, null, null));
    }

    void detached(Follower to, RoomId room, DetachReason reason) {
        Detached detached = new Detached(reason);
        deliver(
                to,
                new EdgeDelivery(
                        to.incarnation().value(), room.value(), null, null, null, null, detached, null, null, null));
    }

    void answer(ReplyAddress to, String room, PublishAnswer answer) {
        Follower edge = Follower.of(to.getInbox(), to.getIncarnation());
        deliver(edge, new EdgeDelivery(to.getIncarnation(), room, null, null, null, answer, null, null, null, null));
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
