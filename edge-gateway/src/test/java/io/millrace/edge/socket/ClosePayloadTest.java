package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosePayloadTest {
    @Test
    void mayBeSentAreTheRegisteredCodesAndThoseForLibrariesAndApplications() {
        List<Integer> allowed = IntStream.rangeClosed(0, 65_535)
                .filter(CloseCodes::mayBeSent)
                .boxed()
                .toList();

        assertThat(allowed.subList(0, 12))
                .containsExactly(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014);
        assertThat(allowed.subList(12, allowed.size()))
                .hasSize(2000)
                .startsWith(3000)
                .endsWith(4999);
    }

    @Test
    void comesBackAsItWasSent() {
        ClosePayload payload = new ClosePayload(4001, "später");

        assertThat(ClosePayload.parse(payload.encode())).isEqualTo(payload);
    }

    @Test
    void emptyMeansNoStatus() {
        assertThat(ClosePayload.parse(new byte[0])).isEqualTo(new ClosePayload(CloseCodes.NO_STATUS, ""));
        assertThat(new ClosePayload(CloseCodes.NO_STATUS, "").encode()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"03, 1002", "0000, 1002", "03ed, 1002", "1388, 1002", "03e8ff, 1007", "03e8c3, 1007", "03e8eda080, 1007"
    })
    void refusesWhatMustNotBeSent(String hex, int code) {
        assertThatThrownBy(() -> ClosePayload.parse(Frames.hex(hex)))
                .isInstanceOfSatisfying(
                        ProtocolViolation.class,
                        violation -> assertThat(violation.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({"122, 122", "123, 123", "124, 123"})
    void cutsAsciiReasonsAt123Bytes(int length, int expected) {
        byte[] encoded = new ClosePayload(1000, "a".repeat(length)).encode();

        assertThat(encoded).hasSize(2 + expected);
    }

    @Test
    void cutsAtACodePoint() {
        ClosePayload payload = new ClosePayload(1000, "a" + "\uD83D\uDE00".repeat(31));

        assertThat(payload.encode()).hasSize(2 + 1 + 30 * 4);
        assertThat(payload.sentReason()).isEqualTo("a" + "\uD83D\uDE00".repeat(30));
        assertThat(payload.sentReason().getBytes(UTF_8)).hasSize(121);
    }
}
