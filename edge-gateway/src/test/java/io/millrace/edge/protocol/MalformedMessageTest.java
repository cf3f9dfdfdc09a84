package io.millrace.edge.protocol;

import static io.millrace.edge.protocol.Proto.proto;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedMessageTest {

    private static final DecodeLimits LIMITS = new DecodeLimits(3, 8, 2);
    private static final CommandDecoder JSON = CommandDecoder.of(Encoding.JSON, LIMITS);
    private static final CommandDecoder PROTOBUF = CommandDecoder.of(Encoding.PROTOBUF, LIMITS);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                            | must have a command, has none
                    `  \t `                                       | must have a command, has none
                    {                                             | not JSON
                    {}}                                           | not JSON
                    {"id"}                                        | not JSON
                    {"id":1                                       | not JSON
                    {"id":1,}                                     | not JSON
                    {'id':1}                                      | not JSON
                    {id:1}                                        | not JSON
                    {"id":01}                                     | not JSON
                    {"id":+1}                                     | not JSON
                    {"id":NaN}                                    | not JSON
                    {}//                                          | not JSON
                    /**/{"id":1}                                  | not JSON
                    {"x":"\\x"}                                   | not JSON
                    {"x":"\\u12g4"}                               | not JSON
                    {"x":"`\t`"}                                  | not JSON
                    {"x":[1,]}                                    | not JSON
                    {"x":[}]                                      | not JSON
                    {"x":1.}                                      | not JSON
                    {"x":tru}                                     | not JSON
                    {"x":[[[[[[[[1]]]]]]]]}                       | not JSON
                    []                                            | must be a JSON object
                    1                                             | must be a JSON object
                    "connect"                                     | must be a JSON object
                    null                                          | must be a JSON object
                    {}{}                                          | separated by a newline
                    {} {}                                         | separated by a newline
                    {"id":1}                                      | needs a request
                    {"id":1,"ping":{}}                            | needs a request
                    {"ping":{}}                                   | needs a request
                    {"id":1,"future":{}}                          | needs a request
                    {"connect":{}}                                | field id must be at least 1, is 0
                    {"id":0,"connect":{}}                         | field id must be at least 1, is 0
                    {"id":-1}                                     | field id must be between 0 and 4294967295, is -1
                    {"id":4294967296}                             | field id must be between 0 and 4294967295, is 4294967296
                    {"id":9223372036854775808}                    | field id must be a 64-bit number
                    {"id":111111111111111111111111111}            | field id must be a 64-bit number
                    {"id":1.0}                                    | field id must be an integer number
                    {"id":1e1}                                    | field id must be an integer number
                    {"id":"1"}                                    | field id must be an integer number
                    {"id":true}                                   | field id must be an integer number
                    {"id":1,"id":1}                               | field id must come once, comes twice
                    {"connect":null,"connect":{}}                 | field connect must come once, comes twice
                    {"connect":{},"connect":{}}                   | field connect must come once, comes twice
                    {"connect":[]}                                | field connect must be an object
                    {"connect":"x"}                               | field connect must be an object
                    {"connect":{"token":1}}                       | field token must be a string
                    {"connect":{"subs":[]}}                       | field subs must be an object
                    {"connect":{"subs":{"a":1}}}                  | field subs must be an object
                    {"connect":{"subs":{"a":{},"a":{}}}}          | field subs must have each key once, has one twice
                    {"connect":{"subs":{"a":{},"b":{},"c":{}}}}   | field subs must have at most 2 entries
                    {"connect":{"headers":{"a":1}}}               | field headers must be a string
                    {"connect":{"headers":{"\\ud83d":"1"}}}       | not JSON
                    {"subscribe":{"recover":1}}                   | field recover must be true or false
                    {"subscribe":{"recover":"true"}}              | field recover must be true or false
                    {"subscribe":{"offset":-1}}                   | field offset must be between 0 and
                    {"subscribe":{"offset":9223372036854775808}}  | field offset must be a 64-bit number
                    {"subscribe":{"type":2147483648}}             | field type must be between -2147483648 and
                    {"presence":{"channel":"\\ud83d"}}            | field channel must be Unicode text
                    {"presence":{"channel":"\\ude00\\ud83d"}}     | field channel must be Unicode text
                    {"presence":{"channel":"\\ud83dx"}}           | field channel must be Unicode text
                    {"history":{"since":5}}                       | field since must be an object
                    """)
    void malformedJsonIsABadRequestThatNamesTheRule(String message, String rule) {
        byte[] bytes = message.replace("`", "").getBytes(StandardCharsets.UTF_8);

        assertBadRequest(JSON, bytes, rule);
    }

    @ParameterizedTest
    @CsvSource({
        "c3",
        "c0af",
        "eda0bdedb880", // a surrogate pair in CESU-8
        "f4908080",
        "ff",
        "80"
    })
    void textThatIsNotUtf8IsABadRequest(String hex) {
        byte[] garbage = HexFormat.of().parseHex(hex);
        byte[] message = "{\"x\":\"??????\"}".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(garbage, 0, message, 6, garbage.length);

        assertBadRequest(JSON, message, "not UTF-8 text");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void otherUnicodeEncodingsAreNotGuessed(String charset) {
        byte[] message = "{}".getBytes(Charset.forName(charset));

        assertBadRequest(JSON, message, "not UTF-8 text");
    }

    @Test
    void byteOrderMarkIsABadRequest() {
        assertBadRequest(JSON, "\uFEFF{}".getBytes(StandardCharsets.UTF_8), "not UTF-8 text");
    }

    static Stream<Arguments> malformedProtobuf() {
        byte[] twoBytesMissing = {4, 8, 1};
        return Stream.of(
                Arguments.of("empty", new byte[0], "must have a command, has none"),
                Arguments.of("truncated message", twoBytesMissing, "not Protobuf"),
                Arguments.of("truncated length", new byte[] {(byte) 0x80}, "not Protobuf"),
                Arguments.of("negative length", hex("ffffffff0f"), "not Protobuf"),
                Arguments.of("endless varint", hex("0b08ffffffffffffffffffff"), "not Protobuf"),
                Arguments.of("field number 0", hex("020001"), "not Protobuf"),
                Arguments.of("wire type 6", hex("010e"), "wire type 0, has 6"),
                Arguments.of("unknown field of wire type 7", hex("029f01"), "not Protobuf"),
                Arguments.of("group that never ends", hex("021b08"), "not Protobuf"),
                Arguments.of("group that never began", hex("011c"), "not Protobuf"),
                Arguments.of("nested field longer than its message", hex("04220a0801"), "not Protobuf"),
                Arguments.of("id as text", proto().text(1, "1").delimited(), "field id must have wire type 0, has 2"),
                Arguments.of(
                        "connect as number", proto().number(4, 1).delimited(), "field connect must have wire type 2"),
                Arguments.of("ping as number", proto().number(11, 1).delimited(), "field ping must have wire type 2"),
                Arguments.of("id without request", proto().number(1, 1).delimited(), "needs a request"),
                Arguments.of(
                        "ping",
                        proto().number(1, 1).message(11, proto()).delimited(),
                        "needs a request other than ping"),
                Arguments.of(
                        "request without id", proto().message(4, proto()).delimited(), "id must be at least 1, is 0"),
                Arguments.of(
                        "text that is not UTF-8",
                        proto().message(8, proto().bytes(1, new byte[] {(byte) 0xC3}))
                                .delimited(),
                        "not Protobuf"),
                Arguments.of(
                        "offset of 2^64 - 1",
                        proto().message(5, proto().number(7, -1)).delimited(),
                        "field offset must be at most 9223372036854775807"),
                Arguments.of(
                        "the same map key twice",
                        proto().message(4, proto().entry(3, "a", proto()).entry(3, "a", proto()))
                                .delimited(),
                        "field subs must have each key once, has one twice"),
                Arguments.of(
                        "too many map entries",
                        proto().message(
                                        4,
                                        proto().entry(3, "a", proto())
                                                .entry(3, "b", proto())
                                                .entry(3, "c", proto()))
                                .delimited(),
                        "field subs must have at most 2 entries"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedProtobuf")
    void malformedProtobufIsABadRequestThatNamesTheRule(String what, byte[] message, String rule) {
        assertBadRequest(PROTOBUF, message, rule);
    }

    @Test
    void commandsOfOneMessageAreLimited() {
        byte[] json = "{}\n{}\n{}\n{}".getBytes(StandardCharsets.US_ASCII);

        assertThat(JSON.decode(json, json.length - 3)).hasSize(3);
        assertThat(PROTOBUF.decode(new byte[3], 3)).hasSize(3);
        assertBadRequest(JSON, json, "at most 3 commands");
        assertBadRequest(PROTOBUF, new byte[4], "at most 3 commands");
    }

    @Test
    void nestingIsLimitedWhereverItIs() {
        String deepest = "{\"id\":1,\"publish\":{\"data\":[[[[[[1]]]]]]}}";
        String tooDeep = "{\"id\":1,\"publish\":{\"data\":[[[[[[[1]]]]]]]}}";
        byte[] bytes = deepest.getBytes(StandardCharsets.US_ASCII);

        assertThat(JSON.decode(bytes, bytes.length)).hasSize(1);
        assertBadRequest(JSON, tooDeep.getBytes(StandardCharsets.US_ASCII), "StreamConstraints");
        assertBadRequest(
                JSON, ("{\"x\":" + "[".repeat(60_000)).getBytes(StandardCharsets.US_ASCII), "StreamConstraints");
    }

    @Test
    void nestedProtobufGroupsDoNotExhaustTheStack() {
        byte[] groups = new byte[60_003];
        Arrays.fill(groups, (byte) 0x1B);
        groups[0] = (byte) 0xE0;
        groups[1] = (byte) 0xD4;
        groups[2] = 3;

        assertBadRequest(PROTOBUF, groups, "not Protobuf");
    }

    @Test
    void namesOfOneClientNeverDisturbAnother() {
        CommandDecoder shared = CommandDecoder.of(Encoding.JSON, LIMITS);
        byte[] good = "{\"id\":1,\"presence\":{\"channel\":\"a\"}}".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 50; round++) {
            StringBuilder names = new StringBuilder("{");
            for (int i = 0; i < 4000; i++) {
                names.append("\"n").append(round * 4000 + i).append("\":0,");
            }
            byte[] message = names.append("\"id\":0}").toString().getBytes(StandardCharsets.US_ASCII);

            assertThat(shared.decode(message, message.length)).containsExactly(new Command.Pong());
            assertThat(shared.decode(good, good.length)).containsExactly(new Command.Presence(1, "a"));
        }
    }

    @Test
    void violationsDoNotQuoteTheClient() {
        byte[] message = "{\"connect\":s3cret}".getBytes(StandardCharsets.US_ASCII);

        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> JSON.decode(message, message.length))
                .withMessageNotContaining("s3cret")
                .withNoCause();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static void assertBadRequest(CommandDecoder decoder, byte[] message, String rule) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> decoder.decode(message, message.length))
                .withMessageContaining(rule)
                .extracting(ProtocolViolation::code)
                .isEqualTo(DisconnectCode.BAD_REQUEST);
    }
}
