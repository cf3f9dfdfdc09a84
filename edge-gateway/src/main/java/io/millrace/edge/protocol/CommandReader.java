package io.millrace.edge.protocol;

import io.millrace.edge.protocol.Command.Connect;
import io.millrace.edge.protocol.Command.History;
import io.millrace.edge.protocol.Command.Pong;
import io.millrace.edge.protocol.Command.Presence;
import io.millrace.edge.protocol.Command.PresenceStats;
import io.millrace.edge.protocol.Command.Publish;
import io.millrace.edge.protocol.Command.Refresh;
import io.millrace.edge.protocol.Command.Rpc;
import io.millrace.edge.protocol.Command.Send;
import io.millrace.edge.protocol.Command.SubRefresh;
import io.millrace.edge.protocol.Command.Subscribe;
import io.millrace.edge.protocol.Command.Unsubscribe;
import io.millrace.edge.protocol.CommandFields.CallField;
import io.millrace.edge.protocol.CommandFields.ChannelField;
import io.millrace.edge.protocol.CommandFields.CommandField;
import io.millrace.edge.protocol.CommandFields.ConnectField;
import io.millrace.edge.protocol.CommandFields.HistoryField;
import io.millrace.edge.protocol.CommandFields.PositionField;
import io.millrace.edge.protocol.CommandFields.PublishField;
import io.millrace.edge.protocol.CommandFields.RefreshField;
import io.millrace.edge.protocol.CommandFields.SubRefreshField;
import io.millrace.edge.protocol.CommandFields.SubscribeField;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads commands field by field, the same way for both encodings.
///
/// In JSON the id may come after the request, so requests are read without it and get it at the end.
final class CommandReader {

    /// Until the id is known.
    private static final long LATER = 0;

    private CommandReader() {}

    static Command command(FieldReader in) throws IOException {
        long id = 0;
        @Nullable CommandField chosen = null;
        @Nullable Command request = null;
        for (CommandField field = in.next(CommandField.TABLE); field != null; field = in.next(CommandField.TABLE)) {
            if (field == CommandField.ID) {
                id = in.uint32();
                continue;
            }
            @Nullable Command read = request(field, in);
            if (chosen == null || field.compareTo(chosen) <= 0) {
                chosen = field;
                request = read;
            }
        }
        if (chosen == null && id == 0) {
            return new Pong();
        }
        if (request == null) {
            throw ProtocolViolation.badRequest("a command with an id needs a request other than ping, has none");
        }
        if (id == 0 && chosen != CommandField.SEND) {
            throw ProtocolViolation.badRequest("field id must be at least 1, is 0");
        }
        return withId(request, id);
    }

    private static @Nullable Command request(CommandField field, FieldReader in) throws IOException {
        return switch (field) {
            case CONNECT -> in.message(CommandReader::connect);
            case SUBSCRIBE -> in.message(CommandReader::subscribe);
            case UNSUBSCRIBE -> new Unsubscribe(LATER, in.message(CommandReader::channel));
            case PUBLISH -> in.message(CommandReader::publish);
            case PRESENCE -> new Presence(LATER, in.message(CommandReader::channel));
            case PRESENCE_STATS -> new PresenceStats(LATER, in.message(CommandReader::channel));
            case HISTORY -> in.message(CommandReader::history);
            case RPC -> in.message(CommandReader::rpc);
            case SEND -> new Send(in.message(CommandReader::rpc).data());
            case REFRESH -> in.message(CommandReader::refresh);
            case SUB_REFRESH -> in.message(CommandReader::subRefresh);
            case PING -> {
                in.skip();
                yield null;
            }
            case ID -> throw new IllegalStateException("the id is not a request");
        };
    }

    private static Command withId(Command request, long id) {
        return switch (request) {
            case Connect(var _, var token, var data, var subs, var name, var version, var headers) ->
                new Connect(id, token, data, subs, name, version, headers);
            case Subscribe(var _, var channel, var subscription) -> new Subscribe(id, channel, subscription);
            case Unsubscribe(var _, var channel) -> new Unsubscribe(id, channel);
            case Publish(var _, var channel, var data, var type) -> new Publish(id, channel, data, type);
            case Presence(var _, var channel) -> new Presence(id, channel);
            case PresenceStats(var _, var channel) -> new PresenceStats(id, channel);
            case History(var _, var channel, var limit, var since, var reverse) ->
                new History(id, channel, limit, since, reverse);
            case Rpc(var _, var method, var data) -> new Rpc(id, method, data);
            case Refresh(var _, var token) -> new Refresh(id, token);
            case SubRefresh(var _, var channel, var token) -> new SubRefresh(id, channel, token);
            case Send send -> send;
            case Pong pong -> pong;
        };
    }

    private static Connect connect(FieldReader in) throws IOException {
        Token token = Token.NONE;
        Payload data = Payload.NONE;
        Map<String, SubscribeRequest> subs = new LinkedHashMap<>();
        String name = "";
        String version = "";
        Map<String, String> headers = new LinkedHashMap<>();
        for (ConnectField field = in.next(ConnectField.TABLE); field != null; field = in.next(ConnectField.TABLE)) {
            switch (field) {
                case TOKEN -> token = new Token(in.string());
                case DATA -> data = in.bytes();
                case SUBS -> in.entries(subs, SubscribeRequest.PLAIN, CommandReader::sub);
                case NAME -> name = in.string();
                case VERSION -> version = in.string();
                case HEADERS -> in.entries(headers, "", FieldReader::string);
            }
        }
        return new Connect(LATER, token, data, subs, name, version, headers);
    }

    private static Subscribe subscribe(FieldReader in) throws IOException {
        String channel = "";
        Token token = Token.NONE;
        Payload data = Payload.NONE;
        boolean recover = false;
        String epoch = "";
        long offset = 0;
        boolean positioned = false;
        boolean recoverable = false;
        boolean joinLeave = false;
        boolean filtered = false;
        String delta = "";
        long flag = 0;
        int type = 0;
        for (SubscribeField field = in.next(SubscribeField.TABLE);
                field != null;
                field = in.next(SubscribeField.TABLE)) {
            switch (field) {
                case CHANNEL -> channel = in.string();
                case TOKEN -> token = new Token(in.string());
                case RECOVER -> recover = in.bool();
                case EPOCH -> epoch = in.string();
                case OFFSET -> offset = in.uint64();
                case DATA -> data = in.bytes();
                case POSITIONED -> positioned = in.bool();
                case RECOVERABLE -> recoverable = in.bool();
                case JOIN_LEAVE -> joinLeave = in.bool();
                case DELTA -> delta = in.string();
                case TF -> {
                    in.skip();
                    filtered = true;
                }
                case FLAG -> flag = in.int64();
                case TYPE -> type = in.int32();
            }
        }
        @Nullable StreamPosition recoverFrom = recover ? new StreamPosition(offset, epoch) : null;
        var wishes = new SubscribeRequest.Wishes(positioned, recoverable, joinLeave, filtered);
        var request = new SubscribeRequest(token, data, recoverFrom, wishes, delta, flag, type);
        return new Subscribe(LATER, channel, request);
    }

    private static Publish publish(FieldReader in) throws IOException {
        String channel = "";
        Payload data = Payload.NONE;
        int type = 0;
        for (PublishField field = in.next(PublishField.TABLE); field != null; field = in.next(PublishField.TABLE)) {
            switch (field) {
                case CHANNEL -> channel = in.string();
                case DATA -> data = in.bytes();
                case TYPE -> type = in.int32();
            }
        }
        return new Publish(LATER, channel, data, type);
    }

    private static String channel(FieldReader in) throws IOException {
        String channel = "";
        while (in.next(ChannelField.TABLE) != null) {
            channel = in.string();
        }
        return channel;
    }

    private static History history(FieldReader in) throws IOException {
        String channel = "";
        int limit = 0;
        @Nullable StreamPosition since = null;
        boolean reverse = false;
        for (HistoryField field = in.next(HistoryField.TABLE); field != null; field = in.next(HistoryField.TABLE)) {
            switch (field) {
                case CHANNEL -> channel = in.string();
                case LIMIT -> limit = in.int32();
                case SINCE -> since = in.message(CommandReader::position);
                case REVERSE -> reverse = in.bool();
            }
        }
        return new History(LATER, channel, limit, since, reverse);
    }

    private static StreamPosition position(FieldReader in) throws IOException {
        long offset = 0;
        String epoch = "";
        for (PositionField field = in.next(PositionField.TABLE); field != null; field = in.next(PositionField.TABLE)) {
            switch (field) {
                case OFFSET -> offset = in.uint64();
                case EPOCH -> epoch = in.string();
            }
        }
        return new StreamPosition(offset, epoch);
    }

    private static Rpc rpc(FieldReader in) throws IOException {
        String method = "";
        Payload data = Payload.NONE;
        for (CallField field = in.next(CallField.TABLE); field != null; field = in.next(CallField.TABLE)) {
            switch (field) {
                case DATA -> data = in.bytes();
                case METHOD -> method = in.string();
            }
        }
        return new Rpc(LATER, method, data);
    }

    private static Refresh refresh(FieldReader in) throws IOException {
        Token token = Token.NONE;
        while (in.next(RefreshField.TABLE) != null) {
            token = new Token(in.string());
        }
        return new Refresh(LATER, token);
    }

    private static SubRefresh subRefresh(FieldReader in) throws IOException {
        String channel = "";
        Token token = Token.NONE;
        for (SubRefreshField field = in.next(SubRefreshField.TABLE);
                field != null;
                field = in.next(SubRefreshField.TABLE)) {
            switch (field) {
                case CHANNEL -> channel = in.string();
                case TOKEN -> token = new Token(in.string());
            }
        }
        return new SubRefresh(LATER, channel, token);
    }

    private static SubscribeRequest sub(FieldReader in) throws IOException {
        return in.message(CommandReader::subscribe).request();
    }
}
