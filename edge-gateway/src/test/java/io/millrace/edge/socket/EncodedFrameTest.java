package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedFrameTest {
    @ParameterizedTest
    @CsvSource({"0, 8100", "125, 817d", "126, 817e007e", "65535, 817effff", "65536, 817f0000000000010000"})
    void takesTheShortestLength(int length, String header) {
        EncodedFrame frame = EncodedFrame.of(MessageKind.TEXT, new byte[length]);
        byte[] expected = Frames.hex(header);

        assertThat(Arrays.copyOf(frame.bytes(), expected.length)).isEqualTo(expected);
        assertThat(frame.length()).isEqualTo(expected.length + length);
        assertThat(frame.payloadLength()).isEqualTo(length);
    }

    @Test
    void joinsTextWithLineFeeds() {
        EncodedFrame joined = EncodedFrame.join(List.of(text(""), text("{\"a\":1}"), text(""), text("{}")));

        assertThat(joined.payload()).asString(UTF_8).isEqualTo("\n{\"a\":1}\n\n{}");
        assertThat(joined.isText()).isTrue();
    }

    @Test
    void joinsBinaryWithoutSeparator() {
        EncodedFrame joined = EncodedFrame.join(List.of(
                EncodedFrame.of(MessageKind.BINARY, new byte[] {1, 2}),
                EncodedFrame.of(MessageKind.BINARY, new byte[] {9, 3, 9}, 1, 1)));

        assertThat(joined.bytes()).isEqualTo(new byte[] {(byte) 0x82, 3, 1, 2, 3});
        assertThat(joined.isText()).isFalse();
    }

    @Test
    void aSingleFrameIsSharedAsItIs() {
        EncodedFrame frame = text("x");

        assertThat(EncodedFrame.join(List.of(frame))).isSameAs(frame);
    }

    @Test
    void joinsOnlyMessagesOfOneKind() {
        assertThatThrownBy(
                        () -> EncodedFrame.join(List.of(text("a"), EncodedFrame.of(MessageKind.BINARY, new byte[1]))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        EncodedFrame.join(List.of(EncodedFrame.ping(new byte[0]), EncodedFrame.ping(new byte[0]))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EncodedFrame.join(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void controlFramesHoldAtMost125Bytes() {
        assertThat(EncodedFrame.ping(new byte[125]).length()).isEqualTo(127);
        assertThatThrownBy(() -> EncodedFrame.ping(new byte[126])).isInstanceOf(IllegalArgumentException.class);
    }

    private static EncodedFrame text(String payload) {
        return EncodedFrame.of(MessageKind.TEXT, payload.getBytes(UTF_8));
    }
}
