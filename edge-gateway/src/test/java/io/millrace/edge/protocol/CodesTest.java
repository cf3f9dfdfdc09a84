package io.millrace.edge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clients decide by these numbers: a change here is a change of the public API.
class CodesTest {

    @Test
    void codesAreTheReleasedOnes() throws IOException {
        List<String> codes = new ArrayList<>();
        for (ErrorCode error : ErrorCode.values()) {
            codes.add("error %d %s%s".formatted(error.code(), error.message(), error.temporary() ? ", temporary" : ""));
        }
        for (UnsubscribeCode unsubscribe : UnsubscribeCode.values()) {
            codes.add("unsubscribe %d %s, %s"
                    .formatted(
                            unsubscribe.code(),
                            unsubscribe.reason(),
                            unsubscribe.resubscribes() ? "resubscribes" : "ends"));
        }
        for (DisconnectCode disconnect : DisconnectCode.values()) {
            codes.add("disconnect %d %s, %s, frame %d"
                    .formatted(
                            disconnect.code(),
                            disconnect.reason(),
                            disconnect.reconnects() ? "reconnects" : "terminal",
                            disconnect.webSocketCode()));
        }

        try (InputStream released = Objects.requireNonNull(CodesTest.class.getResourceAsStream("codes.txt"))) {
            assertThat(codes)
                    .isEqualTo(new String(released.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void reasonsFitACloseFrameAndAreNotJson(DisconnectCode disconnect) {
        byte[] reason = disconnect.reason().getBytes(StandardCharsets.UTF_8);

        assertThat(reason).hasSizeBetween(1, 123);
        assertThat(JsonText.isJson(reason)).isFalse();
    }
}
