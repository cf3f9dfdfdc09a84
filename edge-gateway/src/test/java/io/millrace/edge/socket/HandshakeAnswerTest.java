package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeAnswerTest {
    @Test
    void acceptsTheKeyAsInTheExampleOfTheRfc() {
        assertThat(HandshakeAnswer.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void namesTheSubprotocolOnlyWhenThereIsOne() {
        assertThat(new String(
                        HandshakeAnswer.switchProtocols(RawClient.KEY, Optional.of("chat"), Optional.empty()), UTF_8))
                .contains("\r\nSec-WebSocket-Protocol: chat\r\n")
                .endsWith("\r\n\r\n");
        assertThat(new String(
                        HandshakeAnswer.switchProtocols(RawClient.KEY, Optional.empty(), Optional.of("terms")), UTF_8))
                .doesNotContain("Protocol:")
                .contains("\r\nSec-WebSocket-Extensions: terms\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aHandshakeDoesNotPrintCredentials() {
        Handshake handshake = new Handshake(
                "/socket",
                Map.of("ticket", List.of("secret-1")),
                Map.of("authorization", List.of("Bearer secret-2")),
                new InetSocketAddress(1),
                true,
                List.of());

        assertThat(handshake.toString()).contains("/socket").doesNotContain("secret");
        assertThat(handshake.header("Authorization")).hasValue("Bearer secret-2");
        assertThat(handshake.queryParameter("ticket")).hasValue("secret-1");
        assertThat(handshake.queryParameter("other")).isEmpty();
    }
}
