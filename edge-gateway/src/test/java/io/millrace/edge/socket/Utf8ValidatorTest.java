package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8ValidatorTest {
    @Test
    void agreesWithTheJavaDecoderOnEveryPairAndTripleOfInterestingBytes() {
        int[] interesting = {
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFC, 0xFE, 0xFF
        };
        for (int first : interesting) {
            for (int second : interesting) {
                for (int third : interesting) {
                    for (int fourth : interesting) {
                        byte[] bytes = {(byte) first, (byte) second, (byte) third, (byte) fourth};

                        assertThat(isValid(bytes, 1))
                                .as("%x %x %x %x", first, second, third, fourth)
                                .isEqualTo(javaSays(bytes));
                    }
                }
            }
        }
    }

    @Test
    void agreesWithTheJavaDecoderHoweverLongTextIsCut() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = randomText(random);
            boolean expected = javaSays(bytes);
            for (int piece = 1; piece <= bytes.length; piece += 1 + round % 3) {
                assertThat(isValid(bytes, piece)).isEqualTo(expected);
            }
        }
    }

    /// Index of the first byte that must be refused, as in the fail-fast cases of section 6 of the Autobahn
    /// suite.
    @ParameterizedTest
    @CsvSource({
        "cebae1bdb9cf83cebcceb5eda080656469746564, 12",
        "cebae1bdb9cf83cebcceb5f4908080656469746564, 12",
        "c080, 0",
        "e0809f, 1",
        "eda080, 1",
        "f0808080, 1",
        "f4908080, 1",
        "f5, 0",
        "ff, 0",
        "80, 0",
        "4180, 1",
        "c241, 1",
        "e28241, 2",
        "f0908041, 3",
        "6162636465666768696a6b6cff, 12"
    })
    void refusesAtTheFirstByteThatCannotBe(String hex, int bad) {
        byte[] bytes = Frames.hex(hex);
        Utf8Validator validator = new Utf8Validator();

        assertThat(validator.accept(bytes, 0, bad)).isTrue();
        assertThat(validator.accept(bytes, bad, bad + 1)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"c2", "e282", "f09f98", "41f0"})
    void unfinishedTextIsNotComplete(String hex) {
        byte[] bytes = Frames.hex(hex);
        Utf8Validator validator = new Utf8Validator();

        assertThat(validator.accept(bytes, 0, bytes.length)).isTrue();
        assertThat(validator.isComplete()).isFalse();
    }

    private static byte[] randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(30); count > 0; count--) {
            int point = random.nextInt(4) == 0 ? random.nextInt(Character.MAX_CODE_POINT + 1) : random.nextInt(128);
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                text.appendCodePoint(point);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static boolean isValid(byte[] bytes, int piece) {
        Utf8Validator validator = new Utf8Validator();
        for (int from = 0; from < bytes.length; from += piece) {
            if (!validator.accept(bytes, from, Math.min(bytes.length, from + piece))) {
                return false;
            }
        }
        return validator.isComplete();
    }

    private static boolean javaSays(byte[] bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
