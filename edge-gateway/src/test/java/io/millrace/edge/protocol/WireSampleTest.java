package io.millrace.edge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the official JavaScript client was seen to send and to understand.
class WireSampleTest {

    private static final CommandDecoder JSON = CommandDecoder.of(Encoding.JSON, DecodeLimits.DEFAULT);
    private static final CommandDecoder PROTOBUF = CommandDecoder.of(Encoding.PROTOBUF, DecodeLimits.DEFAULT);

    private static List<Command> decodeJson(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return JSON.decode(bytes, bytes.length);
    }

    private static Payload payload(String json) {
        return Payload.wrap(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Reply reply) {
        return new String(ReplyEncoder.of(Encoding.JSON).encode(reply), StandardCharsets.UTF_8);
    }

    @Test
    void firstJsonFrameIsConnectAndSubscribeInOneMessage() {
        String frame = """
                {"connect":{"data":{"a":1},"name":"js"},"id":1}
                {"subscribe":{"channel":"recovery:x","positioned":true,"recoverable":true,"join_leave":true,"flag":1},"id":2}""";

        List<Command> commands = decodeJson(frame);

        var wishes = new SubscribeRequest.Wishes(true, true, true, false);
        var request = new SubscribeRequest(Token.NONE, Payload.NONE, null, wishes, "", 1, 0);
        assertThat(commands)
                .containsExactly(
                        new Command.Connect(1, Token.NONE, payload("{\"a\":1}"), Map.of(), "js", "", Map.of()),
                        new Command.Subscribe(2, "recovery:x", request));
    }

    @Test
    void resubscribeBringsThePositionToRecoverFrom() {
        List<Command> commands = decodeJson("""
                {"subscribe":{"channel":"recovery:x","positioned":true,"recoverable":true,"join_leave":true,"flag":1,\
                "recover":true,"offset":1,"epoch":"a-nbuyDL"},"id":6}
                """);

        assertThat(commands)
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Subscribe.class,
                        subscribe -> assertThat(subscribe.request().recoverFrom())
                                .isEqualTo(new StreamPosition(1, "a-nbuyDL")));
    }

    @Test
    void firstProtobufFrameIsConnectAndSubscribeInOneMessage() {
        byte[] frame = HexFormat.of().parseHex("080801220422026a730908022a050a01747001");

        List<Command> commands = PROTOBUF.decode(frame, frame.length);

        var request = new SubscribeRequest(Token.NONE, Payload.NONE, null, SubscribeRequest.Wishes.NONE, "", 1, 0);
        assertThat(commands)
                .containsExactly(
                        new Command.Connect(1, Token.NONE, Payload.NONE, Map.of(), "js", "", Map.of()),
                        new Command.Subscribe(2, "t", request));
    }

    @Test
    void publicationAndReplyTravelInOneMessage() {
        var info = ClientInfo.of("u", "c");
        var push = new Push("recovery:x", Publication.of(payload("{\"hi\":1}"), info, 1));

        byte[] message = Encoding.JSON.join(List.of(
                ReplyEncoder.of(Encoding.JSON).encode(push),
                ReplyEncoder.of(Encoding.JSON).encode(new Reply.PublishResult(3))));

        assertThat(new String(message, StandardCharsets.UTF_8)).isEqualTo("""
                {"push":{"channel":"recovery:x","pub":{"data":{"hi":1},"info":{"user":"u","client":"c"},"offset":1}}}
                {"id":3,"publish":{}}""");
    }

    @Test
    void pingIsAnEmptyReply() {
        assertThat(json(Reply.PING)).isEqualTo("{}");
        assertThat(ReplyEncoder.of(Encoding.PROTOBUF).encode(Reply.PING)).containsExactly(0);
    }
}
