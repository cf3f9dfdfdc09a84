package io.millrace.load.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SocketSettingsTest {

    @Test
    void manySocketsNeedSeveralAddresses() {
        assertThat(SocketSettings.loopback(25_000)).hasSize(1);
        assertThat(SocketSettings.loopback(60_000)).hasSize(3).last().hasToString("/127.0.0.3");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> SocketSettings.standard().withThreads(0)).hasMessageContaining("threads");
        assertThatThrownBy(() -> SocketSettings.standard().withConnectsPerSecond(-1))
                .hasMessageContaining("connectsPerSecond");
        assertThatThrownBy(() -> SocketSettings.loopbackAddresses(255)).hasMessageContaining("1 to 254");
    }

    @Test
    void targetMustBeAWebSocketAddress() {
        assertThatThrownBy(() -> Target.of(URI.create("http://127.0.0.1:80/"))).hasMessageContaining("ws://");
        assertThatThrownBy(() -> Target.of(URI.create("ws:///path"))).hasMessageContaining("no host");
        assertThat(Target.of(URI.create("ws://localhost/x")).port()).isEqualTo(80);
    }

    @Test
    void sentTimeIsTheNumberBehindTheMark() {
        SentTime time = SentTime.after("\"at\":");

        assertThat(time.sentNanos(Unpooled.copiedBuffer("{\"a\":1,\"at\":1234,", StandardCharsets.UTF_8)))
                .isEqualTo(1_234);
        assertThat(time.sentNanos(Unpooled.copiedBuffer("{\"at\":\"x\"}", StandardCharsets.UTF_8)))
                .isEqualTo(SentTime.UNKNOWN);
        assertThat(time.sentNanos(Unpooled.copiedBuffer("\"at", StandardCharsets.UTF_8)))
                .isEqualTo(SentTime.UNKNOWN);
    }
}
