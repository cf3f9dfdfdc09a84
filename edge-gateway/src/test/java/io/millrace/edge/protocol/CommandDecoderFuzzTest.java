package io.millrace.edge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Whatever a client sends, a decoder answers with commands or with a violation, and what it accepted survives the way
/// through the other encoding. Runs the committed inputs as a test, and really fuzzes with `JAZZER_FUZZ=1`.
class CommandDecoderFuzzTest {

    private static final DecodeLimits LIMITS = DecodeLimits.DEFAULT;
    private static final CommandDecoder JSON = CommandDecoder.of(Encoding.JSON, LIMITS);
    private static final CommandDecoder PROTOBUF = CommandDecoder.of(Encoding.PROTOBUF, LIMITS);
    private static final JsonFactory INDEPENDENT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    @FuzzTest(maxDuration = "2m")
    void jsonIsRefusedOrUnderstood(byte[] message) throws IOException {
        List<Command> commands;
        try {
            commands = JSON.decode(message, message.length);
        } catch (ProtocolViolation violation) {
            assertThat(violation.code()).isEqualTo(DisconnectCode.BAD_REQUEST);
            return;
        }

        assertThat(commands).hasSizeBetween(1, LIMITS.commands());
        int carried = 0;
        for (Command command : commands) {
            for (Payload payload : payloads(command)) {
                carried += payload.size();
                assertThat(payload.isEmpty() || payload.isJson()).isTrue();
                assertThat(indexOf(message, payload.toByteArray())).isNotNegative();
                assertThat(dataOf(ReplyEncoder.of(Encoding.JSON).encode(Push.ofConnection(new Push.Message(payload)))))
                        .isEqualTo(withoutNewlines(payload));
            }
        }
        assertThat(carried).isLessThanOrEqualTo(message.length);
        assertThat(decodeAgain(commands)).isEqualTo(commands);
    }

    @FuzzTest(maxDuration = "2m")
    void protobufIsRefusedOrUnderstood(byte[] message) {
        List<Command> commands;
        try {
            commands = PROTOBUF.decode(message, message.length);
        } catch (ProtocolViolation violation) {
            assertThat(violation.code()).isEqualTo(DisconnectCode.BAD_REQUEST);
            return;
        }

        assertThat(commands).hasSizeBetween(1, LIMITS.commands());
        int carried = 0;
        for (Command command : commands) {
            for (Payload payload : payloads(command)) {
                carried += payload.size();
                assertThat(indexOf(message, payload.toByteArray())).isNotNegative();
            }
        }
        assertThat(carried).isLessThanOrEqualTo(message.length);
        assertThat(decodeAgain(commands)).isEqualTo(commands);
    }

    @FuzzTest(maxDuration = "2m")
    void jsonCheckAgreesWithWhatCanBeSent(byte[] payload) throws IOException {
        if (payload.length == 0 || !JsonText.isJson(payload)) {
            return;
        }

        byte[] reply =
                ReplyEncoder.of(Encoding.JSON).encode(Push.ofConnection(new Push.Message(Payload.wrap(payload))));

        assertThat(indexOf(reply, new byte[] {'\n'})).isNegative();
        try (JsonParser parser = INDEPENDENT.createParser(reply)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }

    private static List<Command> decodeAgain(List<Command> commands) {
        List<byte[]> encoded = new ArrayList<>();
        for (Command command : commands) {
            encoded.add(CommandBytes.protobuf(command).delimited());
        }
        byte[] message = Encoding.PROTOBUF.join(encoded);
        return PROTOBUF.decode(message, message.length);
    }

    private static List<Payload> payloads(Command command) {
        return switch (command) {
            case Command.Connect connect -> {
                List<Payload> payloads = new ArrayList<>(List.of(connect.data()));
                connect.subs().values().forEach(request -> payloads.add(request.data()));
                yield payloads;
            }
            case Command.Subscribe subscribe -> List.of(subscribe.request().data());
            case Command.Publish publish -> List.of(publish.data());
            case Command.Rpc rpc -> List.of(rpc.data());
            case Command.Send send -> List.of(send.data());
            case Command.Unsubscribe _,
                    Command.Presence _,
                    Command.PresenceStats _,
                    Command.History _,
                    Command.Refresh _,
                    Command.SubRefresh _,
                    Command.Pong _ -> List.of();
        };
    }

    /// The raw `data` of a message push.
    private static byte[] dataOf(byte[] reply) {
        byte[] before = "{\"push\":{\"message\":{\"data\":".getBytes(StandardCharsets.US_ASCII);
        int after = "}}}".length();
        return reply.length < before.length + after
                ? new byte[0]
                : Arrays.copyOfRange(reply, before.length, reply.length - after);
    }

    private static byte[] withoutNewlines(Payload payload) {
        return new String(payload.toByteArray(), StandardCharsets.ISO_8859_1)
                .replace("\n", "")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int indexOf(byte[] all, byte[] part) {
        return new String(all, StandardCharsets.ISO_8859_1).indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
