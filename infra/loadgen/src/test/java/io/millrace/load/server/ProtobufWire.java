package io.millrace.load.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Protobuf by field numbers, with the library's generic messages.
final class ProtobufWire implements Wire {

    private static final Map<Integer, String> COMMANDS = Map.of(
            4,
            "connect",
            5,
            "subscribe",
            6,
            "unsubscribe",
            7,
            "publish",
            8,
            "presence",
            9,
            "presence_stats",
            13,
            "rpc");
    private static final Map<String, Integer> REPLIES = Map.of(
            "connect",
            5,
            "subscribe",
            6,
            "unsubscribe",
            7,
            "publish",
            8,
            "presence",
            9,
            "presence_stats",
            10,
            "rpc",
            13);

    @Override
    public List<ClientCommand> commands(byte[] message) {
        List<ClientCommand> commands = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(message);
        try {
            while (in.available() > 0) {
                UnknownFieldSet.Builder command = UnknownFieldSet.newBuilder();
                command.mergeDelimitedFrom(in);
                commands.add(command(command.build()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return commands;
    }

    @Override
    public byte[] ping() {
        return new byte[] {0};
    }

    @Override
    public byte[] connected(long id, int pingSeconds) {
        return reply(
                id,
                "connect",
                message().text(1, "c1").text(2, "1").number(7, pingSeconds).number(8, 1));
    }

    @Override
    public byte[] subscribed(long id, String epoch, long offset, boolean recovered, List<Event> missed) {
        Message result = message().number(3, 1).text(6, epoch);
        missed.forEach(event -> result.message(7, event(event)));
        return reply(id, "subscribe", result.number(8, recovered ? 1 : 0).number(9, offset));
    }

    @Override
    public byte[] done(ClientCommand command) {
        return reply(command.id(), command.name(), message());
    }

    @Override
    public byte[] place(long id, String epoch, long offset) {
        return reply(id, "rpc", message().text(1, JsonWire.placeData(epoch, offset)));
    }

    @Override
    public byte[] stats(long id, int clients) {
        return reply(id, "presence_stats", message().number(1, clients).number(2, 1));
    }

    @Override
    public byte[] error(long id, int code, String text, boolean temporary) {
        return delimited(message()
                .number(1, id)
                .message(2, message().number(1, code).text(2, text).number(3, temporary ? 1 : 0)));
    }

    @Override
    public byte[] publication(String room, Event event) {
        return delimited(message().message(4, message().text(2, room).message(4, event(event))));
    }

    @Override
    public byte[] join(String room) {
        return delimited(message().message(4, message().text(2, room).message(5, message())));
    }

    @Override
    public byte[] unsubscribed(String room, int code) {
        return delimited(message()
                .message(4, message().text(2, room).message(7, message().number(2, code))));
    }

    private static Message event(Event event) {
        return message()
                .text(4, event.data())
                .message(5, message().text(2, "c1"))
                .number(6, event.offset());
    }

    private static ClientCommand command(UnknownFieldSet command) {
        long id = number(command, 1);
        for (Map.Entry<Integer, String> entry : COMMANDS.entrySet()) {
            if (command.hasField(entry.getKey())) {
                return request(id, entry.getValue(), inner(command, entry.getKey()));
            }
        }
        return new ClientCommand(id, "pong", "", "", "", -1, "", "");
    }

    private static ClientCommand request(long id, String name, UnknownFieldSet request) {
        return switch (name) {
            case "rpc" -> {
                JsonNode data = JsonWire.parse(text(request, 1));
                yield new ClientCommand(
                        id,
                        name,
                        data.path("channel").asText(),
                        data.path("data").toString(),
                        data.path("key").asText(),
                        -1,
                        "",
                        "");
            }
            case "connect" -> new ClientCommand(id, name, "", "", "", -1, "", text(request, 1));
            default ->
                new ClientCommand(
                        id,
                        name,
                        text(request, 1),
                        text(request, 2),
                        "",
                        number(request, 3) == 1 ? number(request, 7) : -1,
                        text(request, 6),
                        "");
        };
    }

    private static byte[] reply(long id, String name, Message result) {
        return delimited(message().number(1, id).message(Objects.requireNonNull(REPLIES.get(name)), result));
    }

    private static byte[] delimited(Message message) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.fields.build().writeDelimitedTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UnknownFieldSet inner(UnknownFieldSet message, int field) {
        try {
            return UnknownFieldSet.parseFrom(
                    message.getField(field).getLengthDelimitedList().getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .map(bytes -> bytes.toString(StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    private static long number(UnknownFieldSet message, int field) {
        return message.getField(field).getVarintList().stream().findFirst().orElse(0L);
    }

    private static Message message() {
        return new Message(UnknownFieldSet.newBuilder());
    }

    /// A message that is being written.
    private record Message(UnknownFieldSet.Builder fields) {

        Message text(int field, String value) {
            return put(
                    field,
                    Field.newBuilder()
                            .addLengthDelimited(com.google.protobuf.ByteString.copyFromUtf8(value))
                            .build());
        }

        Message number(int field, long value) {
            return put(field, Field.newBuilder().addVarint(value).build());
        }

        Message message(int field, Message value) {
            return put(
                    field,
                    Field.newBuilder()
                            .addLengthDelimited(value.fields.build().toByteString())
                            .build());
        }

        private Message put(int field, Field value) {
            fields.mergeField(field, value);
            return this;
        }
    }
}
