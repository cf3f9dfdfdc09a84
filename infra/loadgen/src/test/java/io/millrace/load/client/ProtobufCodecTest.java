package io.millrace.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtobufCodecTest {

    private static final UnpooledByteBufAllocator BUFFERS = UnpooledByteBufAllocator.DEFAULT;
    private static final HexFormat HEX = HexFormat.of();

    private final Codec codec = ProtobufCodec.INSTANCE;

    @Test
    void commandsAreWrittenAsTheProtocolSays() {
        assertThat(hex(codec.connect(BUFFERS, 1, null))).isEqualTo("04" + "0801" + "2200");
        assertThat(hex(codec.connect(BUFFERS, 1, "t"))).isEqualTo("07" + "0801" + "2203" + "0a0174");
        assertThat(command(new Request.Subscribe("t", Position.NONE, false)))
                .isEqualTo("09" + "0802" + "2a05" + "0a0174" + "5001");
        assertThat(command(new Request.Subscribe("t", new Position("e", 300), true)))
                .isEqualTo("13" + "0802" + "2a0f" + "0a0174" + "1801" + "320165" + "38ac02" + "5001" + "5801");
        assertThat(command(new Request.Unsubscribe("t"))).isEqualTo("07" + "0802" + "3203" + "0a0174");
        assertThat(command(new Request.Publish("t", ByteString.copyFromUtf8("{}"))))
                .isEqualTo("0b" + "0802" + "3a07" + "0a0174" + "12027b7d");
        assertThat(command(new Request.Presence("t"))).isEqualTo("07" + "0802" + "4203" + "0a0174");
        assertThat(command(new Request.PresenceStats("t"))).isEqualTo("07" + "0802" + "4a03" + "0a0174");
        assertThat(command(new Request.History("t", 3))).isEqualTo("0b" + "0802" + "5207" + "0a0174" + "3803" + "4801");
        assertThat(command(new Request.KeyedPublish("t", ByteString.copyFromUtf8("{}"), "k")))
                .isEqualTo("32" + "0802" + "6a2e" + "0a23"
                        + HEX.formatHex(
                                "{\"channel\":\"t\",\"key\":\"k\",\"data\":{}}".getBytes(StandardCharsets.UTF_8))
                        + "12077075626c697368");
        assertThat(hex(codec.pong(BUFFERS))).isEqualTo("00");
    }

    @Test
    void allRepliesOfOneMessageAreRead() {
        assertThat(read(
                        "0708012a030a0163" // connect
                                + "00" // ping
                                + "162214120172220f22027b7d2a030a017530ac02980601" // publication with info, offset,
                                // unknown field 99
                                + "0c220a22053006220137120172" // publication before its channel
                                + "0722051201722a00" // join
                                + "0722051201723200" // leave
                                + "0d220b1201723a0610c4131a0178" // unsubscribe
                                + "0c08021208086f12026e6f1801" // error
                                + "0408034200" // publish
                                + "0808046a040a027b7d" // rpc
                        ))
                .isEqualTo(List.of(
                        "answer 1 CONNECT",
                        "ping",
                        "pub r 300 {}",
                        "pub r 6 7",
                        "join r",
                        "leave r",
                        "unsubscribed r 2500",
                        "refused 2 111 no temporary",
                        "answer 3 PUBLISH",
                        "answer 4 RPC"));
    }

    @Test
    void resultsAreReadFromTheMiddleOfAFrame() {
        byte[] frame =
                HEX.parseHex("ffffff" + "18013201653a0b22077b226e223a387d30083a0b22077b226e223a397d300940014807");
        Told told = new Told();

        Subscribed subscribed = codec.subscribed(frame, 3, frame.length);
        codec.publications("r", frame, 3, frame.length, told);

        assertThat(subscribed).isEqualTo(new Subscribed(new Position("e", 7), true));
        assertThat(told.lines).containsExactly("pub r 8 {\"n\":8}", "pub r 9 {\"n\":9}");
    }

    @Test
    void placeAndPingAreRead() {
        byte[] rpc = HEX.parseHex("ff" + "0a197b226f6666736574223a31322c2265706f6368223a2265227d");
        byte[] connect = HEX.parseHex("0a016338194001");

        assertThat(codec.place(rpc, 1, rpc.length)).isEqualTo(new Position("e", 12));
        assertThat(codec.connected(connect, 0, connect.length)).isEqualTo(new Connected(25, true));
    }

    @Test
    void resultsAreTreesWithTheNamesOfJson() {
        assertThat(tree(Method.RPC, "0a197b226f6666736574223a31322c2265706f6368223a2265227d"))
                .isEqualTo("{\"data\":{\"offset\":12,\"epoch\":\"e\"}}");
        assertThat(tree(Method.PRESENCE_STATS, "08021001")).isEqualTo("{\"num_clients\":2,\"num_users\":1}");
        assertThat(tree(Method.PRESENCE, "0a0b0a016312060a0175120163"))
                .isEqualTo("{\"presence\":{\"c\":{\"user\":\"u\",\"client\":\"c\"}}}");
        assertThat(tree(Method.HISTORY, "0a0b22077b226e223a387d30081201651808"))
                .isEqualTo("{\"publications\":[{\"data\":{\"n\":8},\"offset\":8}],\"epoch\":\"e\",\"offset\":8}");
        assertThat(tree(Method.PUBLISH, "")).isEqualTo("{}");
    }

    @Test
    void whatIsNotProtobufIsRefused() {
        assertThatThrownBy(() -> read("05" + "0801")).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> read(String hex) {
        Told told = new Told();
        byte[] frame = HEX.parseHex(hex + "ffff");
        codec.decode(frame, frame.length - 2, told);
        return told.lines;
    }

    private String tree(Method method, String hex) {
        byte[] frame = HEX.parseHex(hex);
        return codec.tree(method, frame, 0, frame.length).toString();
    }

    private String command(Request request) {
        return hex(codec.command(BUFFERS, 2, request));
    }

    private static String hex(ByteBuf buffer) {
        String text = ByteBufUtil.hexDump(buffer);
        buffer.release();
        return text;
    }
}
