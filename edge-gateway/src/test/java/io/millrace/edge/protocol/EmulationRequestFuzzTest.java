package io.millrace.edge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever is posted as an uplink is refused or understood. Runs the committed inputs as a test, and really
/// fuzzes with `JAZZER_FUZZ=1`.
class EmulationRequestFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void anyBodyIsRefusedOrUnderstood(byte[] body) {
        for (Encoding encoding : Encoding.values()) {
            try {
                assertThat(EmulationRequest.decode(encoding, body).data().size())
                        .isLessThanOrEqualTo(body.length);
            } catch (ProtocolViolation violation) {
                assertThat(violation.code()).isEqualTo(DisconnectCode.BAD_REQUEST);
            }
        }
    }
}
