package io.millrace.edge.deliver;

import io.millrace.edge.protocol.Publication;
import io.millrace.edge.publish.PendingPublishes;
import io.millrace.edge.publish.PublishOutcome;
import io.millrace.edge.room.RoomHub;
import io.millrace.edge.room.RoomPublication;
import io.millrace.edge.room.Snapshot;
import io.millrace.id.Epoch;
import io.millrace.id.Incarnation;
import io.millrace.id.MessageId;
import io.millrace.id.Offset;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.Accepted;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.PresenceChange;
import io.millrace.schema.edge.PresenceChanged;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.edge.Rejected;
import io.millrace.schema.edge.RoomPosition;
import io.millrace.schema.edge.Taken;
import org.apache.kafka.common.errors.SerializationException;

/// Hands each delivery to whom it concerns. Called by the inbox reader only, in the order of the inbox.
final class Deliveries {

    private final Incarnation own;
    private final RoomHub rooms;
    private final PendingPublishes pending;
    private final DirectDeliveries direct;

    /// @param own deliveries for other incarnations are ignored
    Deliveries(Incarnation own, RoomHub rooms, PendingPublishes pending, DirectDeliveries direct) {
        this.own = own;
        this.rooms = rooms;
        this.pending = pending;
        this.direct = direct;
    }

    /// Takes one delivery.
    ///
    /// @throws SerializationException when the record has no kind that is known here, or values that cannot be
    void take(EdgeDelivery delivery, long nowNanos) {
        if (!delivery.getIncarnation().equals(own.value())) {
            return;
        }
        try {
            if (delivery.getRoom().isEmpty()) {
                direct(delivery);
                return;
            }
            RoomId room = new RoomId(delivery.getRoom());
            if (delivery.getEvent() != null) {
                event(room, delivery.getEvent(), nowNanos);
            } else if (delivery.getAnswer() != null) {
                answer(room, delivery.getAnswer());
            } else if (delivery.getPresence() != null) {
                presence(room, delivery.getPresence(), nowNanos);
            } else if (delivery.getAttached() != null) {
                rooms.snapshot(room, snapshot(delivery.getAttached()));
            } else if (delivery.getPosition() != null) {
                RoomPosition position = delivery.getPosition();
                rooms.position(
                        room,
                        new Epoch(position.getEpoch()),
                        position.getOffset(),
                        position.getPresenceVersion(),
                        nowNanos);
            } else if (delivery.getDetached() != null) {
                rooms.detached(room, nowNanos);
            } else {
                throw new SerializationException("delivery of a kind that is not known here");
            }
        } catch (IllegalArgumentException e) {
            throw new SerializationException("delivery with a value that cannot be: " + e.getMessage(), e);
        }
    }

    private void direct(EdgeDelivery delivery) {
        if (delivery.getEmulated() != null) {
            direct.emulated(delivery.getEmulated());
        } else if (delivery.getControl() != null) {
            direct.control(delivery.getControl());
        } else if (delivery.getReport() != null) {
            direct.report(delivery.getReport());
        } else {
            throw new SerializationException("delivery without a room, of a kind that is not known here");
        }
    }

    private void event(RoomId room, RoomEvent event, long nowNanos) {
        Epoch epoch = new Epoch(event.getEpoch());
        RoomPublication publication = WireEvents.publication(event);
        Publication wire = publication.wire();
        if (event.getHistoryRemoved() != null) {
            rooms.historyRemoved(room, epoch, publication, nowNanos);
        } else if (event.getOffset() > 0) {
            rooms.event(room, epoch, publication, nowNanos);
        } else if (wire != null) {
            rooms.passing(room, epoch, event.getPublished().getMessageId(), wire);
        }
    }

    private void answer(RoomId room, PublishAnswer answer) {
        Taken taken = answer.getTaken();
        Accepted accepted = answer.getAccepted();
        Rejected rejected = answer.getRejected();
        if (accepted != null) {
            pending.complete(
                    answer.getCorrelation(),
                    new PublishOutcome.Accepted(
                            new MessageId(answer.getMessageId()),
                            new Epoch(accepted.getEpoch()),
                            new Offset(accepted.getOffset()),
                            accepted.getDuplicate()));
        } else if (rejected != null) {
            pending.complete(
                    answer.getCorrelation(), new PublishOutcome.Rejected(rejected.getCode(), rejected.getReason()));
        } else if (taken != null) {
            pending.complete(answer.getCorrelation(), new PublishOutcome.Taken(new MessageId(answer.getMessageId())));
            Publish echo = taken.getEcho();
            if (echo != null) {
                rooms.echo(room, answer.getMessageId(), WireEvents.echo(echo));
            }
        } else {
            throw new SerializationException("answer of a kind that is not known here");
        }
    }

    private void presence(RoomId room, PresenceChanged changed, long nowNanos) {
        if (changed.getChange() == PresenceChange.UNKNOWN) {
            throw new SerializationException("presence change of a kind that is not known here");
        }
        rooms.presenceChanged(
                room,
                new Epoch(changed.getEpoch()),
                changed.getVersion(),
                changed.getChange() == PresenceChange.JOINED,
                WireEvents.info(changed.getMember()),
                WireEvents.visibility(changed.getVisibility()),
                nowNanos);
    }

    private static Snapshot snapshot(Attached attached) {
        return new Snapshot(
                attached.getPart(),
                attached.getLast(),
                new Epoch(attached.getEpoch()),
                attached.getOffset(),
                attached.getPresenceVersion(),
                attached.getTail().stream().map(WireEvents::publication).toList(),
                attached.getPresence().stream().map(WireEvents::info).toList(),
                attached.getFloor(),
                WireEvents.visibility(attached.getVisibility()));
    }
}
