package io.millrace.edge.protocol;

import static io.millrace.edge.protocol.Proto.proto;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandDecoderTest {

    private static final CommandDecoder JSON = CommandDecoder.of(Encoding.JSON, DecodeLimits.DEFAULT);
    private static final CommandDecoder PROTOBUF = CommandDecoder.of(Encoding.PROTOBUF, DecodeLimits.DEFAULT);

    static Stream<Arguments> everyCommand() {
        var everyWish = new SubscribeRequest.Wishes(true, true, true, true);
        var full = new SubscribeRequest(
                new Token("t"), payload("[1]"), new StreamPosition(7, "e"), everyWish, "fossil", 3, 1);
        return Stream.of(
                Arguments.of("{}", new Command.Pong()),
                Arguments.of(
                        "{\"id\":1,\"connect\":{}}",
                        new Command.Connect(1, Token.NONE, Payload.NONE, Map.of(), "", "", Map.of())),
                Arguments.of(
                        """
                        {"id":4294967295,"connect":{"token":"t","data":{"a":1},"name":"js","version":"5.8.0",\
                        "subs":{"news":{"recover":true,"offset":3,"epoch":"x"}},"headers":{"Authorization":"b"}}}""",
                        new Command.Connect(
                                4_294_967_295L,
                                new Token("t"),
                                payload("{\"a\":1}"),
                                Map.of("news", recovering(3, "x")),
                                "js",
                                "5.8.0",
                                Map.of("Authorization", "b"))),
                Arguments.of(
                        "{\"id\":2,\"subscribe\":{\"channel\":\"chat:1\"}}",
                        new Command.Subscribe(2, "chat:1", SubscribeRequest.PLAIN)),
                Arguments.of("""
                        {"id":2,"subscribe":{"channel":"chat:1","token":"t","data":[1],"recover":true,"epoch":"e",\
                        "offset":7,"positioned":true,"recoverable":true,"join_leave":true,"delta":"fossil",\
                        "tf":{"key":"key","cmp":"eq","val":"value"},"flag":3,"type":1}}""", new Command.Subscribe(2, "chat:1", full)),
                Arguments.of(
                        "{\"id\":2,\"subscribe\":{\"channel\":\"a\",\"recover\":true}}",
                        new Command.Subscribe(2, "a", recovering(0, ""))),
                Arguments.of("{\"id\":3,\"unsubscribe\":{\"channel\":\"a\"}}", new Command.Unsubscribe(3, "a")),
                Arguments.of(
                        "{\"id\":4,\"publish\":{\"channel\":\"a\",\"data\":\"x\",\"type\":1}}",
                        new Command.Publish(4, "a", payload("\"x\""), 1)),
                Arguments.of("{\"id\":5,\"presence\":{\"channel\":\"a\"}}", new Command.Presence(5, "a")),
                Arguments.of("{\"id\":6,\"presence_stats\":{\"channel\":\"a\"}}", new Command.PresenceStats(6, "a")),
                Arguments.of("{\"id\":7,\"history\":{\"channel\":\"a\"}}", new Command.History(7, "a", 0, null, false)),
                Arguments.of("""
                        {"id":7,"history":{"channel":"a","limit":-1,"since":{"offset":9223372036854775807,\
                        "epoch":"e"},"reverse":true}}""", new Command.History(7, "a", -1, new StreamPosition(Long.MAX_VALUE, "e"), true)),
                Arguments.of(
                        "{\"id\":8,\"rpc\":{\"method\":\"publish\",\"data\":null}}",
                        new Command.Rpc(8, "publish", Payload.NONE)),
                Arguments.of(
                        "{\"id\":8,\"rpc\":{\"method\":\"publish\",\"data\":true}}",
                        new Command.Rpc(8, "publish", payload("true"))),
                Arguments.of("{\"send\":{\"data\":-1.50e+3}}", new Command.Send(payload("-1.50e+3"))),
                Arguments.of("{\"id\":9,\"refresh\":{\"token\":\"t\"}}", new Command.Refresh(9, new Token("t"))),
                Arguments.of(
                        "{\"id\":9,\"sub_refresh\":{\"channel\":\"a\",\"token\":\"t\"}}",
                        new Command.SubRefresh(9, "a", new Token("t"))));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandReadsTheSameFromJsonAndFromProtobuf(String json, Command expected) {
        List<Command> fromJson = decodeJson(json);
        List<Command> fromProtobuf =
                decodeProtobuf(CommandBytes.protobuf(expected).delimited());

        assertThat(fromJson).containsExactly(expected);
        assertThat(fromProtobuf).containsExactly(expected);
    }

    @Test
    void commandsOfOneMessageKeepTheirOrder() {
        List<Command> commands = decodeJson("{\"id\":2,\"presence\":{}}\n{}\r\n\n {\"id\":1,\"presence\":{}}\n\n");

        assertThat(commands)
                .containsExactly(new Command.Presence(2, ""), new Command.Pong(), new Command.Presence(1, ""));
    }

    @Test
    void protobufCommandsOfOneMessageKeepTheirOrder() {
        byte[] message = Encoding.PROTOBUF.join(List.of(
                CommandBytes.protobuf(new Command.Presence(2, "a")).delimited(),
                new byte[] {0},
                CommandBytes.protobuf(new Command.Presence(1, "b")).delimited()));

        assertThat(decodeProtobuf(message))
                .containsExactly(new Command.Presence(2, "a"), new Command.Pong(), new Command.Presence(1, "b"));
    }

    @Test
    void onlyTheGivenLengthOfTheArrayIsRead() {
        byte[] json = "{}garbage".getBytes(StandardCharsets.UTF_8);
        byte[] protobuf = {0, 42, 42};

        assertThat(JSON.decode(json, 2)).containsExactly(new Command.Pong());
        assertThat(PROTOBUF.decode(protobuf, 1)).containsExactly(new Command.Pong());
    }

    @Test
    void unknownFieldsAreIgnoredAtEveryLevel() {
        List<Command> fromJson = decodeJson("""
                {"future":[{"id":7}],"id":1,"history":{"x":{"since":null},"channel":"a","since":{"y":"]","offset":1}}}""");
        List<Command> fromProtobuf = decodeProtobuf(proto().text(99, "x")
                .number(1, 1)
                .number(3, 5)
                .message(
                        10,
                        proto().text(1, "a")
                                .number(2, 1)
                                .message(8, proto().number(1, 1).bytes(1000, new byte[200])))
                .delimited());

        var expected = new Command.History(1, "a", 0, new StreamPosition(1, ""), false);
        assertThat(fromJson).containsExactly(expected);
        assertThat(fromProtobuf).containsExactly(expected);
    }

    @Test
    void nullMeansAbsent() {
        assertThat(decodeJson("""
                {"id":1,"connect":{"token":null,"data":null,"subs":{"a":null},"headers":null},"subscribe":null}"""))
                .containsExactly(new Command.Connect(
                        1, Token.NONE, Payload.NONE, Map.of("a", SubscribeRequest.PLAIN), "", "", Map.of()));
    }

    static Stream<Arguments> requestsInOrderOfPrecedence() {
        String[] names = {
            "connect",
            "subscribe",
            "unsubscribe",
            "publish",
            "presence",
            "presence_stats",
            "history",
            "rpc",
            "send",
            "refresh",
            "sub_refresh",
            "ping"
        };
        int[] numbers = {4, 5, 6, 7, 8, 9, 10, 13, 12, 14, 15, 11};
        return Stream.iterate(0, i -> i < names.length - 1, i -> i + 1)
                .map(i -> Arguments.of(names[i], numbers[i], names[i + 1], numbers[i + 1]));
    }

    @ParameterizedTest
    @MethodSource("requestsInOrderOfPrecedence")
    void ofTwoRequestsTheOneWithPrecedenceCounts(String first, int firstNumber, String second, int secondNumber) {
        String alone = "{\"id\":1,\"%s\":{}}".formatted(first);
        String inOrder = "{\"%s\":{},\"%s\":{},\"id\":1}".formatted(first, second);
        String reversed = "{\"id\":1,\"%s\":{},\"%s\":{}}".formatted(second, first);

        assertThat(decodeJson(inOrder)).isEqualTo(decodeJson(alone));
        assertThat(decodeJson(reversed)).isEqualTo(decodeJson(alone));
        assertThat(decodeProtobuf(proto().message(secondNumber, proto())
                        .message(firstNumber, proto())
                        .number(1, 1)
                        .delimited()))
                .isEqualTo(decodeJson(alone));
    }

    @Test
    void ofAProtobufFieldThatComesTwiceTheLastOneCounts() {
        byte[] message = proto().number(1, 1)
                .number(1, 2)
                .message(8, proto().text(1, "a"))
                .message(8, proto().text(1, "b").text(1, "c"))
                .delimited();

        assertThat(decodeProtobuf(message)).containsExactly(new Command.Presence(2, "c"));
    }

    @Test
    void escapesInNamesAndTextsAreResolved() {
        List<Command> commands = decodeJson("""
                {"\\u0069d":1,"presence":{"channel":"\\u00fc\\ud83d\\ude00\\n\\"ü😀"}}""");

        assertThat(commands).containsExactly(new Command.Presence(1, "ü😀\n\"ü😀"));
    }

    @Test
    void tokensAndHeadersDoNotShowInTexts() {
        List<Command> commands = decodeJson("""
                {"id":1,"connect":{"token":"s3cret","data":"s3cret","headers":{"Cookie":"s3cret"},\
                "subs":{"a":{"token":"s3cret"}}}}
                {"id":2,"refresh":{"token":"s3cret"}}""");

        assertThat(commands.toString()).doesNotContain("s3cret").contains("redacted");
    }

    private static SubscribeRequest recovering(long offset, String epoch) {
        return new SubscribeRequest(
                Token.NONE, Payload.NONE, new StreamPosition(offset, epoch), SubscribeRequest.Wishes.NONE, "", 0, 0);
    }

    private static Payload payload(String json) {
        return Payload.wrap(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Command> decodeJson(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return JSON.decode(bytes, bytes.length);
    }

    private static List<Command> decodeProtobuf(byte[] message) {
        return PROTOBUF.decode(message, message.length);
    }
}
