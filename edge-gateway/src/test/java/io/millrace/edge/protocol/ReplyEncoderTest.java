package io.millrace.edge.protocol;

import static io.millrace.edge.protocol.Proto.proto;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyEncoderTest {

    private static final ClientInfo ANN = new ClientInfo("ann", "c1", payload("{\"a\":1}"), payload("2"));
    private static final ClientInfo NOBODY = ClientInfo.of("", "");
    private static final Publication FULL = new Publication(payload("{\"x\":1}"), ANN, 5, Map.of("lang", "en"), true);

    private static Proto ann() {
        return proto().text(1, "ann").text(2, "c1").bytes(3, utf8("{\"a\":1}")).bytes(4, utf8("2"));
    }

    private static Proto fullPublication() {
        return proto().bytes(4, utf8("{\"x\":1}"))
                .message(5, ann())
                .number(6, 5)
                .message(7, proto().text(1, "lang").text(2, "en"))
                .bool(8);
    }

    static Stream<Arguments> everyAnswer() {
        var subscription = new Subscription(
                Expiry.inSeconds(60),
                true,
                true,
                new StreamPosition(7, "ep"),
                Subscription.Recovery.of(List.of(FULL, Publication.of(payload("2"), null, 6))),
                payload("[]"),
                true);
        String subscriptionJson = """
                {"expires":true,"ttl":60,"recoverable":true,"epoch":"ep","publications":[{"data":{"x":1},\
                "info":{"user":"ann","client":"c1","conn_info":{"a":1},"chan_info":2},"offset":5,\
                "tags":{"lang":"en"},"delta":true},{"data":2,"offset":6}],"recovered":true,"offset":7,\
                "positioned":true,"data":[],"was_recovering":true,"delta":true}""";
        Proto subscriptionProto = proto().bool(1)
                .number(2, 60)
                .bool(3)
                .text(6, "ep")
                .message(7, fullPublication())
                .message(7, proto().bytes(4, utf8("2")).number(6, 6))
                .bool(8)
                .number(9, 7)
                .bool(10)
                .bytes(11, utf8("[]"))
                .bool(12)
                .bool(13);
        return Stream.of(
                Arguments.of(Reply.PING, "{}", proto()),
                Arguments.of(
                        new Reply.ConnectResult(
                                1,
                                "c1",
                                "1.0",
                                Expiry.NEVER,
                                Payload.NONE,
                                Map.of(),
                                new Reply.PingPolicy(25, true),
                                Reply.Uplink.NONE,
                                0),
                        """
                        {"id":1,"connect":{"client":"c1","version":"1.0","ping":25,"pong":true}}""",
                        proto().number(1, 1)
                                .message(
                                        5,
                                        proto().text(1, "c1")
                                                .text(2, "1.0")
                                                .number(7, 25)
                                                .bool(8))),
                Arguments.of(
                        new Reply.ConnectResult(
                                1,
                                "c1",
                                "1.0",
                                Expiry.inSeconds(3600),
                                payload("{}"),
                                Map.of("news", subscription),
                                new Reply.PingPolicy(25, false),
                                new Reply.Uplink("s1", "n1"),
                                1_700_000_000_000L),
                        """
                        {"id":1,"connect":{"client":"c1","version":"1.0","expires":true,"ttl":3600,"data":{},\
                        "subs":{"news":%s},"ping":25,"session":"s1","node":"n1","time":1700000000000}}""".formatted(subscriptionJson),
                        proto().number(1, 1)
                                .message(
                                        5,
                                        proto().text(1, "c1")
                                                .text(2, "1.0")
                                                .bool(3)
                                                .number(4, 3600)
                                                .bytes(5, utf8("{}"))
                                                .entry(6, "news", subscriptionProto)
                                                .number(7, 25)
                                                .text(9, "s1")
                                                .text(10, "n1")
                                                .number(11, 1_700_000_000_000L))),
                Arguments.of(
                        new Reply.SubscribeResult(2, Subscription.PLAIN),
                        "{\"id\":2,\"subscribe\":{}}",
                        proto().number(1, 2).message(6, proto())),
                Arguments.of(
                        new Reply.SubscribeResult(4_294_967_295L, subscription),
                        "{\"id\":4294967295,\"subscribe\":%s}".formatted(subscriptionJson),
                        proto().number(1, 4_294_967_295L).message(6, subscriptionProto)),
                Arguments.of(
                        new Reply.SubscribeResult(
                                6,
                                new Subscription(
                                        Expiry.NEVER,
                                        true,
                                        true,
                                        new StreamPosition(1, "a-nbuyDL"),
                                        Subscription.Recovery.FAILED,
                                        Payload.NONE,
                                        false)),
                        """
                        {"id":6,"subscribe":{"recoverable":true,"epoch":"a-nbuyDL","offset":1,"positioned":true,\
                        "was_recovering":true}}""",
                        proto().number(1, 6)
                                .message(
                                        6,
                                        proto().bool(3)
                                                .text(6, "a-nbuyDL")
                                                .number(9, 1)
                                                .bool(10)
                                                .bool(12))),
                Arguments.of(
                        new Reply.UnsubscribeResult(3),
                        "{\"id\":3,\"unsubscribe\":{}}",
                        proto().number(1, 3).message(7, proto())),
                Arguments.of(
                        new Reply.PublishResult(3),
                        "{\"id\":3,\"publish\":{}}",
                        proto().number(1, 3).message(8, proto())),
                Arguments.of(
                        new Reply.PresenceResult(4, Map.of()),
                        "{\"id\":4,\"presence\":{\"presence\":{}}}",
                        proto().number(1, 4).message(9, proto())),
                Arguments.of(
                        new Reply.PresenceResult(4, Map.of("c1", ANN)),
                        """
                        {"id":4,"presence":{"presence":{"c1":{"user":"ann","client":"c1","conn_info":{"a":1},\
                        "chan_info":2}}}}""",
                        proto().number(1, 4).message(9, proto().entry(1, "c1", ann()))),
                Arguments.of(
                        new Reply.PresenceResult(4, Map.of("", NOBODY)),
                        "{\"id\":4,\"presence\":{\"presence\":{\"\":{\"user\":\"\",\"client\":\"\"}}}}",
                        proto().number(1, 4).message(9, proto().entry(1, "", proto()))),
                Arguments.of(
                        new Reply.PresenceStatsResult(5, 0, 0),
                        "{\"id\":5,\"presence_stats\":{\"num_clients\":0,\"num_users\":0}}",
                        proto().number(1, 5).message(10, proto())),
                Arguments.of(
                        new Reply.PresenceStatsResult(5, 3, 2),
                        "{\"id\":5,\"presence_stats\":{\"num_clients\":3,\"num_users\":2}}",
                        proto().number(1, 5).message(10, proto().number(1, 3).number(2, 2))),
                Arguments.of(
                        new Reply.HistoryResult(6, List.of(), new StreamPosition(0, "")),
                        "{\"id\":6,\"history\":{\"publications\":[],\"epoch\":\"\",\"offset\":0}}",
                        proto().number(1, 6).message(11, proto())),
                Arguments.of(
                        new Reply.HistoryResult(
                                6,
                                List.of(Publication.of(payload("1"), null, 8), Publication.of(payload("2"), NOBODY, 9)),
                                new StreamPosition(Long.MAX_VALUE, "e")),
                        """
                        {"id":6,"history":{"publications":[{"data":1,"offset":8},\
                        {"data":2,"info":{"user":"","client":""},"offset":9}],"epoch":"e",\
                        "offset":9223372036854775807}}""",
                        proto().number(1, 6)
                                .message(
                                        11,
                                        proto().message(
                                                        1,
                                                        proto().bytes(4, utf8("1"))
                                                                .number(6, 8))
                                                .message(
                                                        1,
                                                        proto().bytes(4, utf8("2"))
                                                                .message(5, proto())
                                                                .number(6, 9))
                                                .text(2, "e")
                                                .number(3, Long.MAX_VALUE))),
                Arguments.of(
                        new Reply.RpcResult(7, payload("{\"offset\":1}")),
                        "{\"id\":7,\"rpc\":{\"data\":{\"offset\":1}}}",
                        proto().number(1, 7).message(13, proto().bytes(1, utf8("{\"offset\":1}")))),
                Arguments.of(
                        new Reply.RpcResult(7, Payload.NONE),
                        "{\"id\":7,\"rpc\":{}}",
                        proto().number(1, 7).message(13, proto())),
                Arguments.of(
                        new Reply.RefreshResult(8, "c1", "1.0", Expiry.inSeconds(9)),
                        "{\"id\":8,\"refresh\":{\"client\":\"c1\",\"version\":\"1.0\",\"expires\":true,\"ttl\":9}}",
                        proto().number(1, 8)
                                .message(
                                        14,
                                        proto().text(1, "c1")
                                                .text(2, "1.0")
                                                .bool(3)
                                                .number(4, 9))),
                Arguments.of(
                        new Reply.SubRefreshResult(9, Expiry.inSeconds(9)),
                        "{\"id\":9,\"sub_refresh\":{\"expires\":true,\"ttl\":9}}",
                        proto().number(1, 9).message(15, proto().bool(1).number(2, 9))),
                Arguments.of(
                        Reply.ErrorReply.of(10, ErrorCode.PERMISSION_DENIED),
                        "{\"id\":10,\"error\":{\"code\":103,\"message\":\"permission denied\"}}",
                        proto().number(1, 10).message(2, proto().number(1, 103).text(2, "permission denied"))),
                Arguments.of(
                        new Reply.ErrorReply(10, 1999, "later", true),
                        "{\"id\":10,\"error\":{\"code\":1999,\"message\":\"later\",\"temporary\":true}}",
                        proto().number(1, 10)
                                .message(
                                        2,
                                        proto().number(1, 1999).text(2, "later").bool(3))));
    }

    static Stream<Arguments> everyPush() {
        return Stream.of(
                Arguments.of(FULL, """
                        "pub":{"data":{"x":1},"info":{"user":"ann","client":"c1","conn_info":{"a":1},"chan_info":2},\
                        "offset":5,"tags":{"lang":"en"},"delta":true}""", proto().message(4, fullPublication())),
                Arguments.of(
                        Publication.of(payload("null"), null, 0),
                        "\"pub\":{\"data\":null}",
                        proto().message(4, proto().bytes(4, utf8("null")))),
                Arguments.of(
                        new Push.Join(ClientInfo.of("ann", "c1")),
                        "\"join\":{\"info\":{\"user\":\"ann\",\"client\":\"c1\"}}",
                        proto().message(
                                        5,
                                        proto().message(
                                                        1,
                                                        proto().text(1, "ann").text(2, "c1")))),
                Arguments.of(new Push.Leave(ANN), """
                        "leave":{"info":{"user":"ann","client":"c1","conn_info":{"a":1},"chan_info":2}}""", proto().message(6, proto().message(1, ann()))),
                Arguments.of(
                        Push.Unsubscribe.of(UnsubscribeCode.INSUFFICIENT_STATE),
                        "\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient state\"}",
                        proto().message(7, proto().number(2, 2500).text(3, "insufficient state"))),
                Arguments.of(
                        new Push.Message(payload("\"hi\"")),
                        "\"message\":{\"data\":\"hi\"}",
                        proto().message(8, proto().bytes(1, utf8("\"hi\"")))),
                Arguments.of(
                        new Push.Subscribe(true, true, new StreamPosition(3, "e"), payload("0")),
                        """
                        "subscribe":{"recoverable":true,"epoch":"e","offset":3,"positioned":true,"data":0}""",
                        proto().message(
                                        9,
                                        proto().bool(1)
                                                .text(4, "e")
                                                .number(5, 3)
                                                .bool(6)
                                                .bytes(7, utf8("0")))),
                Arguments.of(
                        Push.Disconnect.of(DisconnectCode.SHUTDOWN),
                        "\"disconnect\":{\"code\":3001,\"reason\":\"shutdown\",\"reconnect\":true}",
                        proto().message(
                                        11,
                                        proto().number(1, 3001)
                                                .text(2, "shutdown")
                                                .bool(3))),
                Arguments.of(
                        new Push.Refresh(Expiry.inSeconds(30)),
                        "\"refresh\":{\"expires\":true,\"ttl\":30}",
                        proto().message(12, proto().bool(1).number(2, 30))),
                Arguments.of(new Push.Refresh(Expiry.NEVER), "\"refresh\":{}", proto().message(12, proto())));
    }

    @ParameterizedTest
    @MethodSource("everyAnswer")
    void everyAnswerHasExactlyTheseBytes(Reply reply, String json, Proto protobuf) {
        assertThat(json(reply)).isEqualTo(json);
        assertThat(protobuf(reply)).isEqualTo(protobuf.delimited());
    }

    @ParameterizedTest
    @MethodSource("everyPush")
    void everyPushHasExactlyTheseBytes(Push.Event event, String json, Proto protobuf) {
        Reply inChannel = new Push("chat:1", event);
        Reply ofConnection = Push.ofConnection(event);

        byte[] withChannel = proto().message(4, channelFirst(protobuf)).delimited();
        assertThat(json(inChannel)).isEqualTo("{\"push\":{\"channel\":\"chat:1\",%s}}".formatted(json));
        assertThat(protobuf(inChannel)).isEqualTo(withChannel);
        assertThat(json(ofConnection)).isEqualTo("{\"push\":{%s}}".formatted(json));
        assertThat(protobuf(ofConnection))
                .isEqualTo(proto().message(4, protobuf).delimited());
    }

    /// Protobuf messages can be concatenated: the channel has the lowest number and comes first.
    private static Proto channelFirst(Proto event) {
        return new Proto() {
            @Override
            byte[] toByteArray() {
                byte[] channel = proto().text(2, "chat:1").toByteArray();
                return Encoding.PROTOBUF.join(List.of(channel, event.toByteArray()));
            }
        };
    }

    @ParameterizedTest
    @MethodSource("sizesAroundLengthBoundaries")
    void lengthsOfEverySizeAreRight(int size) {
        byte[] data = new byte[size];
        Arrays.fill(data, (byte) '7');
        Reply reply = new Push("c", Publication.of(Payload.wrap(data), ClientInfo.of("u", "c"), 1));

        byte[] expected = proto().message(
                        4,
                        proto().text(2, "c")
                                .message(
                                        4,
                                        proto().bytes(4, data)
                                                .message(5, proto().text(1, "u").text(2, "c"))
                                                .number(6, 1)))
                .delimited();
        assertThat(protobuf(reply)).isEqualTo(expected);
        assertThat(json(reply))
                .isEqualTo(
                        "{\"push\":{\"channel\":\"c\",\"pub\":{\"data\":%s,\"info\":{\"user\":\"u\",\"client\":\"c\"},\"offset\":1}}}"
                                .formatted("7".repeat(size)));
    }

    static Stream<Integer> sizesAroundLengthBoundaries() {
        return Stream.of(1, 90, 110, 120, 127, 128, 129, 16_350, 16_383, 16_384, 16_385, 65_535, 2_097_152);
    }

    @Test
    void textsAreEscapedOnlyWhereJsonNeedsIt() {
        String text = "\"\\/\b\f\n\r\t\u0000\u001f\u007fü€😀\u2028";

        Reply reply = new Push(text, new Push.Join(NOBODY));

        assertThat(json(reply))
                .startsWith(
                        "{\"push\":{\"channel\":\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\u007fü€😀\u2028\",");
    }

    @Test
    void unpairedSurrogatesNeverReachTheWire() {
        Reply reply = new Push("\ud83d", new Push.Join(NOBODY));

        assertThat(json(reply)).startsWith("{\"push\":{\"channel\":\"?\",");
        assertThat(protobuf(reply)[5]).isEqualTo((byte) '?');
    }

    @Test
    void errorCodesOutsideTheRangesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reply.ErrorReply(1, 2000, "x", false))
                .withMessage("error code must be between 100 and 1999, is 2000");
        assertThatIllegalArgumentException().isThrownBy(() -> new Reply.ErrorReply(1, 99, "x", false));
    }

    private static Payload payload(String json) {
        return Payload.wrap(utf8(json));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Reply reply) {
        return new String(ReplyEncoder.of(Encoding.JSON).encode(reply), StandardCharsets.UTF_8);
    }

    private static byte[] protobuf(Reply reply) {
        return ReplyEncoder.of(Encoding.PROTOBUF).encode(reply);
    }
}
