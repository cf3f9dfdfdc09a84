package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Any bytes, cut anyhow, lead to the same messages and the same close code as in one piece; nothing but a
/// [ProtocolViolation] is thrown; no more is buffered than the limits allow.
///
/// An ordinary test over the saved inputs; `JAZZER_FUZZ=1 ./mvnw -pl edge-gateway -am
/// -Dtest=FrameDecoderFuzzTest -Dsurefire.failIfNoSpecifiedTests=false test` looks for new ones.
class FrameDecoderFuzzTest {
    private static final int MAX_MESSAGE = 600;
    private static final int MAX_CONTROL = 125;
    private static final SocketSettings SETTINGS = SocketSettings.defaults().withLimits(400, MAX_MESSAGE, 6);

    /// The first byte says how to cut the others, and whether they may be compressed.
    @FuzzTest(maxDuration = "2m")
    void cutsDoNotMatter(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        boolean compression = (input[0] & 1) == 1;
        List<String> whole = inPieces(stream, compression, stream.length + 1, new Random(0));
        Random random = new Random(input[0]);

        assertThat(inPieces(stream, compression, 1, random)).isEqualTo(whole);
        assertThat(inPieces(stream, compression, 1 + random.nextInt(40), random))
                .isEqualTo(whole);
    }

    private static List<String> inPieces(byte[] stream, boolean compression, int longest, Random random) {
        Transcript transcript = new Transcript();
        FrameDecoder decoder = new FrameDecoder(SETTINGS, compression, transcript);
        int from = 0;
        while (from < stream.length) {
            int to = Math.min(
                    stream.length, longest > stream.length ? stream.length : from + 1 + random.nextInt(longest));
            try {
                decoder.decode(Arrays.copyOfRange(stream, from, to), to - from);
            } catch (ProtocolViolation violation) {
                transcript.lines.add("violation " + violation.code() + " " + violation.reason());
                assertThat(decoder.isFinished()).isTrue();
            }
            assertThat(decoder.buffered()).isLessThanOrEqualTo(MAX_MESSAGE + MAX_CONTROL);
            from = to;
        }
        return transcript.lines;
    }
}
