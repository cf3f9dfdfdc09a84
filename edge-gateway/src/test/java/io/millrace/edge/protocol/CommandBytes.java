package io.millrace.edge.protocol;

import static io.millrace.edge.protocol.Proto.proto;

/// Encodes commands like a client would, field numbers straight from the specification.
public final class CommandBytes {

    private CommandBytes() {}

    /// A command after its length, as it stands in a message.
    public static byte[] delimited(Command command) {
        return protobuf(command).delimited();
    }

    static Proto protobuf(Command command) {
        Proto envelope = proto();
        if (command.id() != 0) {
            envelope.number(1, command.id());
        }
        return switch (command) {
            case Command.Connect connect -> envelope.message(4, connect(connect));
            case Command.Subscribe(var _, var channel, var request) ->
                envelope.message(5, subscribe(proto().text(1, channel), request));
            case Command.Unsubscribe(var _, var channel) -> envelope.message(6, proto().text(1, channel));
            case Command.Publish(var _, var channel, var data, var type) ->
                envelope.message(
                        7, proto().text(1, channel).bytes(2, data.toByteArray()).number(3, type));
            case Command.Presence(var _, var channel) -> envelope.message(8, proto().text(1, channel));
            case Command.PresenceStats(var _, var channel) -> envelope.message(9, proto().text(1, channel));
            case Command.History history -> envelope.message(10, history(history));
            case Command.Send(var data) -> envelope.message(12, proto().bytes(1, data.toByteArray()));
            case Command.Rpc(var _, var method, var data) ->
                envelope.message(13, proto().bytes(1, data.toByteArray()).text(2, method));
            case Command.Refresh(var _, var token) -> envelope.message(14, proto().text(1, token.value()));
            case Command.SubRefresh(var _, var channel, var token) ->
                envelope.message(15, proto().text(1, channel).text(2, token.value()));
            case Command.Pong() -> envelope;
        };
    }

    private static Proto connect(Command.Connect connect) {
        Proto body = proto().text(1, connect.token().value())
                .bytes(2, connect.data().toByteArray())
                .text(4, connect.name())
                .text(5, connect.version());
        connect.subs().forEach((channel, request) -> body.entry(3, channel, subscribe(proto(), request)));
        connect.headers()
                .forEach((name, value) -> body.message(6, proto().text(1, name).text(2, value)));
        return body;
    }

    private static Proto subscribe(Proto body, SubscribeRequest request) {
        body.text(2, request.token().value()).bytes(8, request.data().toByteArray());
        if (request.recoverFrom() != null) {
            body.bool(3)
                    .text(6, request.recoverFrom().epoch())
                    .number(7, request.recoverFrom().offset());
        }
        flag(body, 9, request.wishes().positioned());
        flag(body, 10, request.wishes().recoverable());
        flag(body, 11, request.wishes().joinLeave());
        if (request.wishes().filtered()) {
            body.message(13, proto().text(2, "key").text(3, "eq").text(4, "value"));
        }
        return body.text(12, request.delta()).number(14, request.flag()).number(15, request.type());
    }

    private static Proto history(Command.History history) {
        Proto body = proto().text(1, history.channel()).number(7, history.limit());
        if (history.since() != null) {
            body.message(
                    8,
                    proto().number(1, history.since().offset())
                            .text(2, history.since().epoch()));
        }
        flag(body, 9, history.reverse());
        return body;
    }

    private static void flag(Proto body, int field, boolean value) {
        if (value) {
            body.bool(field);
        }
    }
}
