package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7692 section 7.2.
class InflationTest {
    private static final int LIMIT = 65_536;

    @ParameterizedTest
    @CsvSource({
        "7.2.3.1 one block,                       f248cdc9c90700",
        "7.2.3.3 a block without compression,     000500faff48656c6c6f00",
        "7.2.3.4 a block that says it is the last, f348cdc9c9070000",
        "7.2.3.5 two blocks,                      f248050000 00ffff cac9c90700"
    })
    void examplesOfTheStandardSayHello(String section, String hex) {
        assertThat(inflate(Frames.hex(hex), LIMIT)).as(section).isEqualTo("Hello".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0200", ""})
    void emptyMessagesAreEmpty(String hex) {
        assertThat(inflate(Frames.hex(hex), LIMIT)).isEmpty();
    }

    @Test
    void windowOfTheMessageBeforeIsForgotten() {
        inflate(Frames.hex("f248cdc9c90700"), LIMIT);

        assertViolation(1007, Frames.hex("f200110000"), LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffff", "0005000000", "06"})
    void garbageIsNoMessage(String hex) {
        assertViolation(1007, Frames.hex(hex), LIMIT);
    }

    @Test
    void messageOfTheGreatestLengthFitsAndOneByteMoreDoesNot() {
        byte[] exact = deflate(new byte[LIMIT]);

        assertThat(inflate(exact, LIMIT)).hasSize(LIMIT);
        assertViolation(1009, exact, LIMIT - 1);
    }

    @Test
    void bombIsRefusedBeforeItHasItsSize() {
        byte[] bomb = deflate(new byte[64 << 20]);
        assertThat(bomb.length).isLessThan(LIMIT);

        assertViolation(1009, bomb, LIMIT);
    }

    @Test
    void endlessEndsAreNoMessage() {
        byte[] ends = new byte[LIMIT];
        for (int index = 0; index < ends.length; index += 2) {
            ends[index] = 3;
        }

        assertViolation(1007, ends, LIMIT);
    }

    @Test
    void whatDoesNotCompressSurvivesToo() {
        byte[] noise = new byte[LIMIT];
        new Random(1).nextBytes(noise);

        assertThat(inflate(deflate(noise), LIMIT)).isEqualTo(noise);
    }

    private static byte[] inflate(byte[] bytes, int limit) {
        return Inflation.inflate(bytes, bytes.length, limit);
    }

    private static void assertViolation(int code, byte[] bytes, int limit) {
        assertThatThrownBy(() -> inflate(bytes, limit))
                .isInstanceOfSatisfying(
                        ProtocolViolation.class,
                        violation -> assertThat(violation.code()).isEqualTo(code));
    }

    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(plain);
        byte[] out = new byte[plain.length + 1_024];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }
}
