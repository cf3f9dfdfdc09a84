package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever comes compressed is refused or no longer than allowed, and the next message is read as if nothing had
/// been. Runs the committed inputs as a test, and really fuzzes with `JAZZER_FUZZ=1`.
class InflationFuzzTest {

    private static final int LIMIT = 4_096;
    private static final byte[] HELLO = Frames.hex("f248cdc9c90700");

    @FuzzTest(maxDuration = "1m")
    void anyMessageIsRefusedOrFits(byte[] message) {
        try {
            assertThat(Inflation.inflate(message, message.length, LIMIT)).hasSizeLessThanOrEqualTo(LIMIT);
        } catch (ProtocolViolation violation) {
            assertThat(violation.code()).isIn(CloseCodes.TOO_BIG, CloseCodes.INVALID_PAYLOAD);
        }

        assertThat(Inflation.inflate(HELLO, HELLO.length, LIMIT)).isEqualTo("Hello".getBytes(UTF_8));
    }
}
