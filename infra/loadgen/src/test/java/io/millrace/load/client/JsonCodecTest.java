package io.millrace.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCodecTest {

    private static final ByteString DATA = ByteString.copyFromUtf8("{\"a\":[1,\"}\"]}");
    private static final UnpooledByteBufAllocator BUFFERS = UnpooledByteBufAllocator.DEFAULT;

    private final Codec codec = JsonCodec.INSTANCE;

    @Test
    void commandsAreWrittenAsTheProtocolSays() {
        assertThat(text(codec.connect(BUFFERS, 1, null))).isEqualTo("{\"id\":1,\"connect\":{}}");
        assertThat(text(codec.connect(BUFFERS, 1, "t\"k"))).isEqualTo("{\"id\":1,\"connect\":{\"token\":\"t\\\"k\"}}");
        assertThat(command(new Request.Subscribe("r", Position.NONE, false)))
                .isEqualTo("{\"id\":7,\"subscribe\":{\"channel\":\"r\",\"recoverable\":true}}");
        assertThat(command(new Request.Subscribe("r", new Position("e", 0), true)))
                .isEqualTo("{\"id\":7,\"subscribe\":{\"channel\":\"r\",\"recoverable\":true,\"join_leave\":true,"
                        + "\"recover\":true,\"offset\":0,\"epoch\":\"e\"}}");
        assertThat(command(new Request.Unsubscribe("r"))).isEqualTo("{\"id\":7,\"unsubscribe\":{\"channel\":\"r\"}}");
        assertThat(command(new Request.Publish("r", DATA)))
                .isEqualTo("{\"id\":7,\"publish\":{\"channel\":\"r\",\"data\":{\"a\":[1,\"}\"]}}}");
        assertThat(command(new Request.KeyedPublish("r", DATA, "k")))
                .isEqualTo("{\"id\":7,\"rpc\":{\"method\":\"publish\",\"data\":{\"channel\":\"r\",\"key\":\"k\","
                        + "\"data\":{\"a\":[1,\"}\"]}}}}");
        assertThat(command(new Request.Presence("ü"))).isEqualTo("{\"id\":7,\"presence\":{\"channel\":\"ü\"}}");
        assertThat(command(new Request.PresenceStats("r")))
                .isEqualTo("{\"id\":7,\"presence_stats\":{\"channel\":\"r\"}}");
        assertThat(command(new Request.History("r", 3)))
                .isEqualTo("{\"id\":7,\"history\":{\"channel\":\"r\",\"reverse\":true,\"limit\":3}}");
        assertThat(text(codec.pong(BUFFERS))).isEqualTo("{}");
    }

    @Test
    void allRepliesOfOneMessageAreRead() {
        assertThat(read("""
                {"id":1,"connect":{"client":"c"}}
                {}
                {"push":{"channel":"r","pub":{"offset":5,"data":{"a":{"b":1}},"info":{"user":"u"}}}}
                {"push":{"pub":{"data":"tëxt","offset":6},"channel":"r"}}
                {"push":{"channel":"r","pub":{"data":17 }}}
                {"push":{"channel":"r","join":{"info":{"user":"u"}}}}
                {"push":{"channel":"r","leave":{"info":{"user":"u"}}}}
                {"push":{"channel":"r","unsubscribe":{"code":2500,"reason":"x"}}}
                {"push":{"channel":"r","message":{"data":1}}}
                {"id":2,"error":{"code":111,"message":"too many","temporary":true}}
                {"id":3,"publish":{}}"""))
                .isEqualTo(List.of(
                        "answer 1 CONNECT",
                        "ping",
                        "pub r 5 {\"a\":{\"b\":1}}",
                        "pub r 6 \"tëxt\"",
                        "pub r 0 17",
                        "join r",
                        "leave r",
                        "unsubscribed r 2500",
                        "refused 2 111 too many temporary",
                        "answer 3 PUBLISH"));
    }

    @Test
    void resultsAreReadFromTheMiddleOfAFrame() {
        byte[] frame = utf8("###{\"epoch\":\"e\",\"publications\":[{\"offset\":8,\"data\":{\"n\":8}},"
                + "{\"data\":{\"n\":9},\"offset\":9}],\"recovered\":true,\"offset\":7}");
        Told told = new Told();

        Subscribed subscribed = codec.subscribed(frame, 3, frame.length);
        codec.publications("r", frame, 3, frame.length, told);

        assertThat(subscribed).isEqualTo(new Subscribed(new Position("e", 7), true));
        assertThat(told.lines).containsExactly("pub r 8 {\"n\":8}", "pub r 9 {\"n\":9}");
    }

    @Test
    void placeAndPingAreRead() {
        byte[] rpc = utf8("{\"data\":{\"offset\":12,\"epoch\":\"e\",\"messageId\":\"m\"}}");
        byte[] connect = utf8("{\"client\":\"c\",\"subs\":{},\"ping\":25,\"pong\":true}");

        assertThat(codec.place(rpc, 0, rpc.length)).isEqualTo(new Position("e", 12));
        assertThat(codec.place(utf8("{}"), 0, 2)).isEqualTo(new Position("", 0));
        assertThat(codec.connected(connect, 0, connect.length)).isEqualTo(new Connected(25, true));
    }

    @Test
    void whatIsNotJsonIsRefused() {
        assertThatThrownBy(() -> read("{\"id\":")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("[]")).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> read(String message) {
        Told told = new Told();
        byte[] frame = utf8(message + "garbage from before");
        codec.decode(frame, utf8(message).length, told);
        return told.lines;
    }

    private String command(Request request) {
        return text(codec.command(BUFFERS, 7, request));
    }

    private static String text(ByteBuf buffer) {
        String text = buffer.toString(StandardCharsets.UTF_8);
        buffer.release();
        return text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
