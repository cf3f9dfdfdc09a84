package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The bytes of streamed bodies.
class StreamFramingTest {

    @Test
    void textHasOneLineForEachReply() {
        assertThat(chunk(StreamFraming.LINES, text("{}"), text("{\"a\":1}\n{\"b\":\"ü\"}")))
                .isEqualTo("00000016\r\n{}\n{\"a\":1}\n{\"b\":\"ü\"}\n\r\n");
    }

    @Test
    void eventsHaveOneReplyEach() {
        assertThat(chunk(StreamFraming.EVENTS, text("{}"), text("{\"a\":1}\n{}")))
                .isEqualTo("00000023\r\ndata: {}\n\ndata: {\"a\":1}\n\ndata: {}\n\n\r\n");
        assertThat(StreamFraming.EVENTS.opening()).asString(UTF_8).isEqualTo("00000002\r\n\r\n\r\n");
    }

    @Test
    void binaryIsKeptAsItIs() {
        EncodedFrame frame = EncodedFrame.of(MessageKind.BINARY, new byte[] {2, '\n', '\n', 0});

        assertThat(chunk(StreamFraming.BINARY, frame, frame)).isEqualTo("00000008\r\n\2\n\n\0\2\n\n\0\r\n");
        assertThat(StreamFraming.BINARY.opening()).isEmpty();
        assertThat(StreamFraming.LINES.opening()).isEmpty();
    }

    @Test
    void messagesOfAnotherKindAreRefused() {
        EncodedFrame binary = EncodedFrame.of(MessageKind.BINARY, new byte[1]);

        assertThatThrownBy(() -> chunk(StreamFraming.LINES, binary)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chunk(StreamFraming.BINARY, text("{}"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chunk(StreamFraming.LINES, EncodedFrame.ping(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static EncodedFrame text(String text) {
        return EncodedFrame.of(MessageKind.TEXT, text.getBytes(UTF_8));
    }

    private static String chunk(StreamFraming framing, EncodedFrame... messages) {
        return new String(framing.chunk(List.of(messages)), UTF_8);
    }
}
