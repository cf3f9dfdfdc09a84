package io.millrace.edge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Payloads go through the JSON codec byte for byte.
class VerbatimPayloadTest {

    private static final CommandDecoder DECODER = CommandDecoder.of(Encoding.JSON, DecodeLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0000000000000000001",
                "-0",
                "0.10",
                "1E400",
                "123456789012345678901234567890123456789012345678901234567890",
                "{\"b\":1,\"a\":2,\"b\":3}",
                "{ \"a\" :\t[ 1 , 2 ] , \"b\":{ } }",
                "[]",
                "{}",
                "\"\"",
                "true",
                "false",
                "\"\\u00fc\\ud83d\\ude00\\/\\\"\\\\\\n\"",
                "\"ü€😀\"",
                "{\"ü\":\"😀\",\"\\u20ac\":[\"a]}\",\"\\\\\"]}",
                "\"\\ud83d\"",
                "\"a\\nb\"",
                "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]"
            })
    void payloadIsSlicedAndEmbeddedByteForByte(String data) {
        // Multi-byte text before the payload would shift offsets that count characters.
        for (String before : List.of("", "\"channel\":\"ü😀\\u00fc\",", " \"x\" : [\"}€\"] ,\t")) {
            for (String around : List.of("", " ", "\t\r ")) {
                String frame = "{\"publish\":{%s\"data\":%s%s%s},\"id\":1}".formatted(before, around, data, around);

                Payload payload = decoded("{}\n" + frame + "\n{}");

                assertThat(text(payload.toByteArray())).isEqualTo(data);
                assertThat(embedded(payload)).isEqualTo(data);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1000, 1001, 3999, 4000, 4001, 8000, 8001, 50_001, 60_000})
    void longNumbersNamesAndTextsSurviveTheBuffersOfTheParser(int length) {
        for (String data : List.of(
                "9".repeat(length),
                "0." + "9".repeat(length),
                "\"" + "ü".repeat(length) + "\"",
                "{\"" + "n".repeat(length) + "\":1}",
                "[" + "1,".repeat(length) + "1]")) {
            assertThat(text(decoded("{\"publish\":{\"data\":" + data + "},\"id\":1}")
                            .toByteArray()))
                    .isEqualTo(data);
        }
    }

    @Test
    void newlinesBetweenTokensAreKeptInsideAndLeftOutOnTheWire() {
        String data = "\n{\n\"a\\n\"\n:\r\n[1,\n\n2]\n}";

        Payload payload = decoded("{\"publish\":{\"data\":" + data + "\n},\n\"id\":1}");

        assertThat(text(payload.toByteArray())).isEqualTo(data.strip());
        assertThat(embedded(payload)).isEqualTo("{\"a\\n\":\r[1,2]}");
    }

    @Test
    void protobufPayloadsAreAnyBytes() {
        byte[] data = new byte[256];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        byte[] message = CommandBytes.protobuf(new Command.Publish(1, "a", Payload.wrap(data), 0))
                .delimited();

        List<Command> commands =
                CommandDecoder.of(Encoding.PROTOBUF, DecodeLimits.DEFAULT).decode(message, message.length);

        assertThat(commands).containsExactly(new Command.Publish(1, "a", Payload.copyOf(data, 0, 256), 0));
    }

    @Test
    void decodedPayloadDoesNotDependOnTheMessageItCameIn() {
        byte[] message = "{\"publish\":{\"data\":12345},\"id\":1}".getBytes(StandardCharsets.UTF_8);

        List<Command> commands = DECODER.decode(message, message.length);
        Arrays.fill(message, (byte) 0);

        assertThat(commands)
                .containsExactly(new Command.Publish(1, "", Payload.wrap("12345".getBytes(StandardCharsets.UTF_8)), 0));
    }

    private static Payload decoded(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return DECODER.decode(bytes, bytes.length).stream()
                .filter(Command.Publish.class::isInstance)
                .map(Command.Publish.class::cast)
                .findFirst()
                .orElseThrow()
                .data();
    }

    private static String embedded(Payload payload) {
        String json = text(ReplyEncoder.of(Encoding.JSON).encode(Push.ofConnection(new Push.Message(payload))));
        String before = "{\"push\":{\"message\":{\"data\":";
        assertThat(json).startsWith(before).endsWith("}}}");
        return json.substring(before.length(), json.length() - 3);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
