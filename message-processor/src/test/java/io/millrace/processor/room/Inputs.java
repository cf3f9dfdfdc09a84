package io.millrace.processor.room;

import io.millrace.schema.chat.Attach;
import io.millrace.schema.chat.Detach;
import io.millrace.schema.chat.EdgeGone;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.PositionCheck;
import io.millrace.schema.chat.PresenceJoin;
import io.millrace.schema.chat.PresenceLeave;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.PublishExtras;
import io.millrace.schema.chat.RemoveHistory;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Retract;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.chat.Visibility;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Builds commands as edges and the moderation send them.
public final class Inputs {

    public static final String ROOM = "chat:room";

    private Inputs() {}

    /// Key under which a command is sent.
    public static @Nullable String key(RoomCommand command) {
        return command.getRoom().isEmpty() ? null : command.getRoom();
    }

    public static RoomCommand publish(String messageId) {
        return publish(ROOM, messageId, "\"" + messageId + "\"", new ReplyAddress(7, "edge-7", 77L));
    }

    public static RoomCommand publish(String room, String messageId, String data, @Nullable ReplyAddress replyTo) {
        ByteBuffer bytes = ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8));
        Publish publish = new Publish(messageId, sender("c"), bytes, PayloadFormat.JSON, Instant.EPOCH, replyTo, null);
        return command(room, publish);
    }

    public static RoomCommand publish(String room, String messageId, PublishExtras extras, ReplyAddress replyTo) {
        RoomCommand command = publish(room, messageId, "1", replyTo);
        command.getPublish().setExtras(extras);
        return command;
    }

    /// A versioned publication.
    public static PublishExtras version(long version, String versionEpoch) {
        return new PublishExtras(Map.of(), version, versionEpoch, false, false);
    }

    /// A publication that leaves no trace, with a tag.
    public static PublishExtras transientTagged() {
        return new PublishExtras(Map.of("k", "v"), 0L, "", true, false);
    }

    public static RoomCommand removeHistory(String room, String commandId, @Nullable ReplyAddress replyTo) {
        return command(room, new RemoveHistory(commandId, replyTo));
    }

    /// Takes back the publication with that id; the command is named after it.
    public static RoomCommand retract(String messageId) {
        return retract(ROOM, messageId, null, null, null);
    }

    public static RoomCommand retract(
            String room,
            String messageId,
            @Nullable Long offset,
            @Nullable String epoch,
            @Nullable ReplyAddress replyTo) {
        return command(room, new Retract("x" + messageId, messageId, offset, "insult", "mod-1", epoch, replyTo));
    }

    public static RoomCommand check(String room, int inbox, String incarnation) {
        return command(room, new PositionCheck(inbox, incarnation));
    }

    public static RoomCommand attach(int inbox, String incarnation) {
        return attach(ROOM, inbox, incarnation, null, null);
    }

    public static RoomCommand attach(
            String room, int inbox, String incarnation, @Nullable String epoch, @Nullable Long fromOffset) {
        return command(room, new Attach(inbox, incarnation, epoch, fromOffset));
    }

    public static RoomCommand detach(int inbox, String incarnation) {
        return detach(ROOM, inbox, incarnation);
    }

    public static RoomCommand detach(String room, int inbox, String incarnation) {
        return command(room, new Detach(inbox, incarnation));
    }

    public static RoomCommand join(int inbox, String incarnation, String client) {
        return join(ROOM, inbox, incarnation, sender(client));
    }

    public static RoomCommand join(String room, int inbox, String incarnation, Sender member) {
        return join(room, inbox, incarnation, member, Visibility.NAMESPACE);
    }

    public static RoomCommand join(String room, int inbox, String incarnation, Sender member, Visibility visibility) {
        return command(room, new PresenceJoin(inbox, incarnation, member, visibility));
    }

    public static RoomCommand leave(int inbox, String incarnation, String client) {
        return leave(ROOM, inbox, incarnation, client);
    }

    public static RoomCommand leave(String room, int inbox, String incarnation, String client) {
        return command(room, new PresenceLeave(inbox, incarnation, client));
    }

    public static RoomCommand edgeGone(int inbox, String incarnation) {
        return command("", new EdgeGone(inbox, incarnation));
    }

    private static RoomCommand command(String room, SpecificRecord kind) {
        RoomCommand command = new RoomCommand();
        command.setRoom(room);
        switch (kind) {
            case Publish publish -> command.setPublish(publish);
            case Attach attach -> command.setAttach(attach);
            case Detach detach -> command.setDetach(detach);
            case PresenceJoin join -> command.setJoin(join);
            case PresenceLeave leave -> command.setLeave(leave);
            case EdgeGone gone -> command.setEdgeGone(gone);
            case RemoveHistory remove -> command.setRemoveHistory(remove);
            case PositionCheck check -> command.setCheck(check);
            case Retract retract -> command.setRetract(retract);
            default -> throw new IllegalArgumentException("no kind of command: " + kind);
        }
        return command;
    }

    public static Sender sender(String client) {
        return new Sender("user of " + client, client, null, null);
    }
}
