package io.millrace.edge.sanction;

import static io.millrace.edge.sanction.SanctionRecords.sanction;
import static io.millrace.schema.moderation.SanctionKind.BAN;
import static io.millrace.schema.moderation.SanctionKind.MUTE;
import static io.millrace.schema.moderation.SanctionKind.SLOW;
import static io.millrace.schema.moderation.SanctionKind.TIMEOUT;
import static io.millrace.schema.moderation.SanctionKind.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.id.RoomId;
import io.millrace.id.UserId;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.testkit.time.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SanctionsTest {

    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final RoomId LOBBY = new RoomId("chat:lobby");
    private static final RoomId OTHER = new RoomId("chat:other");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final TestClock clock = TestClock.at(NOW);
    private final Sanctions sanctions = new Sanctions(clock);

    @Test
    void nobodyIsSanctionedAtFirst() {
        assertThat(sanctions.isBanned(ALICE)).isFalse();
        assertThat(sanctions.mayRead(ALICE, LOBBY)).isEmpty();
        assertThat(sanctions.mayPublish(ALICE, LOBBY)).isEmpty();
        assertThat(sanctions.of(ALICE)).isEmpty();
    }

    @Test
    void banEverywhereIsForEveryRoom() {
        add(sanction("s1", "alice", "", BAN, null));

        assertThat(sanctions.isBanned(ALICE)).isTrue();
        assertThat(sanctions.mayRead(ALICE, LOBBY)).contains(Refusal.of(ErrorCode.PERMISSION_DENIED));
        assertThat(sanctions.mayPublish(ALICE, LOBBY)).contains(Refusal.of(ErrorCode.PERMISSION_DENIED));
        assertThat(sanctions.isBanned(BOB)).isFalse();
    }

    @Test
    void banFromARoomIsForThatRoom() {
        add(sanction("s1", "alice", "chat:lobby", BAN, null));

        assertThat(sanctions.isBanned(ALICE)).isFalse();
        assertThat(sanctions.mayRead(ALICE, LOBBY)).contains(Refusal.of(ErrorCode.PERMISSION_DENIED));
        assertThat(sanctions.mayPublish(ALICE, LOBBY)).contains(Refusal.of(ErrorCode.PERMISSION_DENIED));
        assertThat(sanctions.mayRead(ALICE, OTHER)).isEmpty();
        assertThat(sanctions.mayPublish(ALICE, OTHER)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "MUTE"})
    void whoIsSilencedMayReadAndIsToldUntilWhen(SanctionKind kind) {
        add(sanction("s1", "alice", "chat:lobby", kind, NOW.plusMillis(90_500)));

        assertThat(sanctions.mayPublish(ALICE, LOBBY))
                .contains(new Refusal(ErrorCode.MUTED, "muted until 2026-03-01T12:01:31Z"));
        assertThat(sanctions.mayRead(ALICE, LOBBY)).isEmpty();
        assertThat(sanctions.mayPublish(ALICE, OTHER)).isEmpty();
    }

    @Test
    void lastOfSeveralSilencesCountsAndOneWithoutAnEndMost() {
        add(sanction("s1", "alice", "", TIMEOUT, NOW.plusSeconds(60)));
        add(sanction("s2", "alice", "chat:lobby", TIMEOUT, NOW.plusSeconds(30)));
        assertThat(sanctions.mayPublish(ALICE, LOBBY))
                .contains(new Refusal(ErrorCode.MUTED, "muted until 2026-03-01T12:01:00Z"));

        add(sanction("s3", "alice", "chat:lobby", MUTE, null));

        assertThat(sanctions.mayPublish(ALICE, LOBBY)).contains(new Refusal(ErrorCode.MUTED, "muted"));
        assertThat(sanctions.mayPublish(ALICE, OTHER))
                .contains(new Refusal(ErrorCode.MUTED, "muted until 2026-03-01T12:01:00Z"));
    }

    @Test
    void whatIsOverByTheClockIsNothing() {
        add(sanction("s1", "alice", "", BAN, NOW.plusSeconds(60)));
        add(sanction("s2", "alice", "", MUTE, NOW.plusSeconds(60)));
        add(sanction("s3", "bob", "", BAN, NOW.minusSeconds(1)));
        assertThat(sanctions.isBanned(ALICE)).isTrue();
        assertThat(sanctions.isBanned(BOB)).isFalse();

        clock.advance(Duration.ofSeconds(60));

        assertThat(sanctions.isBanned(ALICE)).isFalse();
        assertThat(sanctions.mayPublish(ALICE, LOBBY)).isEmpty();
        assertThat(sanctions.of(ALICE)).isEmpty();
    }

    @Test
    void oneThatChangesReplacesItselfAndOneThatIsGoneLeavesTheOthers() {
        Sanction ban = sanction("s1", "alice", "", BAN, null);
        Sanction mute = sanction("s1", "alice", "", MUTE, null);
        Sanction other = sanction("s2", "alice", "chat:lobby", BAN, null);
        add(ban);
        add(other);

        sanctions.change(ban, mute);
        assertThat(sanctions.of(ALICE)).containsExactly(other, mute);
        assertThat(sanctions.isBanned(ALICE)).isFalse();
        sanctions.change(other, null);
        assertThat(sanctions.of(ALICE)).containsExactly(mute);
        sanctions.change(mute, null);

        assertThat(sanctions.of(ALICE)).isEmpty();
    }

    @Test
    void oneThatWasForSomebodyElseMoves() {
        Sanction before = sanction("s1", "alice", "", BAN, null);
        add(before);

        sanctions.change(before, sanction("s1", "bob", "", BAN, null));

        assertThat(sanctions.isBanned(ALICE)).isFalse();
        assertThat(sanctions.isBanned(BOB)).isTrue();
    }

    @Test
    void slowModesAndKindsNotKnownHereForbidNothing() {
        add(sanction("s1", "alice", "", SLOW, null));
        add(sanction("s2", "alice", "", UNKNOWN, null));

        assertThat(sanctions.mayRead(ALICE, LOBBY)).isEmpty();
        assertThat(sanctions.mayPublish(ALICE, LOBBY)).isEmpty();
        assertThat(sanctions.of(ALICE)).hasSize(2);
    }

    @Test
    void usersWithoutANameHaveNone() {
        add(sanction("s1", "", "", BAN, null));

        assertThat(sanctions.isBanned(UserId.ANONYMOUS)).isFalse();
        assertThat(sanctions.mayPublish(UserId.ANONYMOUS, LOBBY)).isEmpty();
    }

    private void add(Sanction sanction) {
        sanctions.change(null, sanction);
    }
}
