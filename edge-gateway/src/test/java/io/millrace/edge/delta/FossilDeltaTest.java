package io.millrace.edge.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FossilDeltaTest {

    private static final String STATE =
            "{\"home\": \"Rovers\", \"away\": \"United\", \"score\": [1, 0], \"minute\": 31,"
                    + " \"cards\": [\"yellow\", \"yellow\"], \"note\": \"corner kick for the home side\"}";

    @Test
    void aChangedCounterCostsAFewBytes() {
        byte[] delta = between(STATE, STATE.replace("31", "32"), true);

        assertThat(delta).hasSizeLessThan(30);
        assertApplies(STATE, STATE.replace("31", "32"), delta);
    }

    @Test
    void twoSeparatedEditsAreFoundBoth() {
        String target = STATE.replace("[1, 0]", "[1, 1]").replace("corner", "free");

        byte[] delta = between(STATE, target, true);

        assertThat(delta).hasSizeLessThan(60);
        assertApplies(STATE, target, delta);
    }

    @Test
    void movedPartsAreCopied() {
        String half = STATE.substring(0, 80);
        String other = STATE.substring(80);

        byte[] delta = between(half + other, other + "-" + half, true);

        assertThat(delta).hasSizeLessThan(40);
        assertApplies(half + other, other + "-" + half, delta);
    }

    @Test
    void somethingElseEntirelyHasNoDelta() {
        assertThat(between(STATE, "0123456789abcdefghij", true)).isNull();
        assertThat(between("", STATE, true)).isNull();
        assertThat(between(STATE, "", true)).isNull();
        assertThat(between("1", "1", true)).isNull();
    }

    @Test
    void thePublicFormatIsMetExactly() {
        byte[] source = "a".repeat(40).getBytes(StandardCharsets.UTF_8);
        byte[] target = ("a".repeat(36) + "Xbcd").getBytes(StandardCharsets.UTF_8);

        String delta =
                new String(Objects.requireNonNull(FossilDelta.between(source, target, true)), StandardCharsets.UTF_8);

        // Digit "d" is 40 and "_" is 36.
        assertThat(delta).startsWith("d\n_@0,4:Xbcd").endsWith(";");
        assertThat(FossilDelta.checksum(target)).isEqualTo((9 * 0x61616161L + 0x58626364L) & 0xFFFFFFFFL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void randomEditsOfRandomTextComeOutRight(boolean text) {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            String source = text(random, random.nextInt(400));
            String target = edit(source, random);

            byte[] delta = between(source, target, text);

            if (delta != null) {
                assertThat(delta.length).isLessThan(target.getBytes(StandardCharsets.UTF_8).length);
                assertApplies(source, target, delta);
                if (text) {
                    DeltaReader.forEachInsert(delta, FossilDeltaTest::assertUtf8);
                }
            }
        }
    }

    @Test
    void aPayloadThatRepeatsItselfDoesNotTakeLong() {
        byte[] source = new byte[512 << 10];
        byte[] target = new byte[512 << 10];
        for (int i = 0; i < target.length; i += 1_000) {
            target[i] = 1;
        }
        Arrays.fill(target, 500_000, 500_100, (byte) 2);

        byte[] delta = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> FossilDelta.between(source, target, true));

        assertThat(DeltaReader.apply(source, Objects.requireNonNull(delta))).isEqualTo(target);
    }

    private static byte @Nullable [] between(String source, String target, boolean text) {
        return FossilDelta.between(
                source.getBytes(StandardCharsets.UTF_8), target.getBytes(StandardCharsets.UTF_8), text);
    }

    private static void assertApplies(String source, String target, byte @Nullable [] delta) {
        assertThat(delta).isNotNull();
        assertThat(new String(
                        DeltaReader.apply(source.getBytes(StandardCharsets.UTF_8), Objects.requireNonNull(delta)),
                        StandardCharsets.UTF_8))
                .isEqualTo(target);
    }

    private static void assertUtf8(byte[] bytes) {
        assertThat(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
                .as("inserted bytes are whole characters")
                .isEqualTo(bytes);
    }

    /// Few different characters of one to four bytes, so that they repeat and share bytes.
    private static String text(Random random, int length) {
        String[] characters = {"a", "b", "é", "è", "€", "₭", "🜁", "🜂"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    private static String edit(String source, Random random) {
        StringBuilder target = new StringBuilder(source);
        for (int edits = random.nextInt(4); edits > 0; edits--) {
            int from = boundary(target, random.nextInt(target.length() + 1));
            int to = boundary(target, Math.min(target.length(), from + random.nextInt(6)));
            target.replace(from, to, text(random, random.nextInt(6)));
        }
        return target.toString();
    }

    private static int boundary(CharSequence text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
