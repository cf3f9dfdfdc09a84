package io.millrace.moderation.raid;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.text.Fingerprint;
import io.millrace.moderation.text.TextFolder;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoomWatchTest {

    private static final long NOON = 1_800_000_000_000L;
    private static final String CRY = "everybody come and join us in the other place";

    private final RoomWatch watch = new RoomWatch();
    private final RaidRules rules = new RaidRules(
            new Crowd(5, Duration.ofMinutes(1)),
            new Crowd(3, Duration.ofSeconds(10)),
            new Crowd(4, Duration.ofSeconds(10)),
            WatchedTexts.DEFAULT,
            Duration.ofMinutes(15),
            Duration.ZERO,
            false);

    @Test
    void strangersWhoJoinWithinTheWindowAreASign() {
        for (int i = 0; i < 4; i++) {
            assertThat(joins("s" + i, true, NOON + i)).isNull();
        }

        assertThat(joins("s4", true, NOON + 59_999)).isEqualTo(new Sign(Cause.JOINS, 5));
    }

    @Test
    void joinsApartInTimeAreNoSign() {
        for (int i = 0; i < 50; i++) {
            assertThat(joins("s" + i, true, NOON + i * 15_000L)).isNull();
        }
    }

    @Test
    void peopleOfTheRoomWhoComeBackTogetherAreNoSign() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(joins("s" + i, false, NOON + i)).isNull();
        }
    }

    @Test
    void oneWhoJoinsAgainAndAgainIsOne() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(joins("s", true, NOON + i)).isNull();
        }
    }

    @Test
    void anonymousJoinsDoNotCountAndTheirMessagesDo() {
        for (int i = 0; i < 100; i++) {
            assertThat(watch.joined(rules, Person.of("", "c" + i), true, NOON)).isNull();
        }

        watch.wrote(rules, Person.of("", "a"), true, null, NOON);
        watch.wrote(rules, Person.of("", "b"), true, null, NOON);
        assertThat(watch.wrote(rules, Person.of("", "c"), true, null, NOON)).isEqualTo(new Sign(Cause.NEWCOMERS, 3));
    }

    @Test
    void whoJoinedJustNowAndWritesIsANewcomerAndAMonthLaterIsNot() {
        joins("a", true, NOON);
        joins("b", true, NOON);

        assertThat(writes("a", false, "hi", NOON + 1)).isNull();
        assertThat(writes("b", false, "hi", NOON + 2)).isNull();
        assertThat(writes("c", true, "hi", NOON + 3)).isEqualTo(new Sign(Cause.NEWCOMERS, 3));
        for (int i = 0; i < 10; i++) {
            assertThat(writes("old" + i, false, "hi", NOON + 4)).isNull();
        }
    }

    @Test
    void nearlyTheSameTextOfDifferentPeopleIsASign() {
        writes("a", false, CRY, NOON);
        writes("b", false, CRY + "!!!", NOON + 1);
        writes("x", false, "what a wonderful goal that was", NOON + 2);
        writes("c", false, CRY.toUpperCase(Locale.ROOT), NOON + 3);

        assertThat(writes("d", false, "evrybody come and join us in the other place", NOON + 9_999))
                .isEqualTo(new Sign(Cause.SAME_TEXT, 4));
    }

    @Test
    void oneWhoRepeatsItselfIsNoCrowdAndShortCheersAreNone() {
        for (int i = 0; i < 600; i++) {
            assertThat(writes("a", false, CRY, NOON + i)).isNull();
            assertThat(writes("fan" + i, false, "GOOOOAL", NOON + i)).isNull();
        }
    }

    @Test
    void sameTextAfterTheWindowBeginsAnew() {
        for (int i = 0; i < 3; i++) {
            writes("a" + i, false, CRY, NOON);
        }

        assertThat(writes("a3", false, CRY, NOON + 10_000)).isNull();
    }

    @Test
    void windowsHoldAFewHundredEntriesWhateverComes() {
        for (int i = 0; i < 5_000; i++) {
            Sign sign = writes("s" + i, true, CRY, NOON);
            if (i > 600) {
                assertThat(sign).isEqualTo(new Sign(Cause.SAME_TEXT, 512));
            }
        }
    }

    @Test
    void roomIsIdleWhenItsLongestWindowIsOver() {
        joins("a", true, NOON);
        joins("b", true, NOON - 50_000);

        assertThat(watch.idleAt()).isEqualTo(NOON + 60_000);
    }

    private @Nullable Sign joins(String user, boolean stranger, long at) {
        return watch.joined(rules, Person.of(user, "c"), stranger, at);
    }

    private @Nullable Sign writes(String user, boolean stranger, String text, long at) {
        Fingerprint fingerprint = Objects.requireNonNull(Fingerprint.of(TextFolder.fold(text)));
        return watch.wrote(rules, Person.of(user, "c"), stranger, fingerprint, at);
    }
}
