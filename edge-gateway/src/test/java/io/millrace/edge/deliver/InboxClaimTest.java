package io.millrace.edge.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Incarnations compare by age: `a` is older than `b`.
class InboxClaimTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration EXPIRY = Duration.ofSeconds(10);
    private static final Inbox INBOX = new Inbox(0);

    private final Random chance = new Random(1);
    private long nanos;

    @Test
    void anyInboxIsFreeAtFirst() {
        InboxClaim claim = claim("b", 4);
        Set<Integer> chosen = new HashSet<>();

        for (int i = 0; i < 200; i++) {
            chosen.add(claim.choose(NOW, nanos, chance).orElseThrow().partition());
        }

        assertThat(chosen).as("and each comes up").containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void inboxOfALivingEdgeIsNotFree() {
        InboxClaim claim = claim("b", 2);
        claim.observe(status(0, "a", EdgeState.LIVE, NOW), nanos);

        assertThat(claim.choose(NOW, nanos, chance)).contains(new Inbox(1));
        claim.observe(status(1, "a2", EdgeState.DRAINING, NOW), nanos);
        assertThat(claim.choose(NOW, nanos, chance)).isEmpty();
        assertThat(claim.isTooOld()).isFalse();
    }

    @Test
    void inboxIsFreeAgainAfterAFarewellOrTenSilentSeconds() {
        InboxClaim claim = claim("b", 1);
        claim.observe(status(0, "a", EdgeState.LIVE, NOW), nanos);

        nanos += EXPIRY.toNanos();
        assertThat(claim.choose(NOW.plus(EXPIRY).minusMillis(1), nanos, chance)).isEmpty();
        assertThat(claim.choose(NOW.plus(EXPIRY), nanos, chance)).contains(INBOX);
        claim.observe(status(0, "a", EdgeState.LIVE, NOW.plusSeconds(9)), nanos);
        assertThat(claim.choose(NOW.plus(EXPIRY), nanos, chance)).isEmpty();
        claim.observe(status(0, "a", EdgeState.GONE, NOW.plusSeconds(10)), nanos);
        assertThat(claim.choose(NOW.plusSeconds(10), nanos, chance)).contains(INBOX);
    }

    @Test
    void clockThatIsAheadDrivesNoLivingEdgeOut() {
        InboxClaim claim = claim("b", 1);
        Instant ahead = NOW.plusSeconds(90);

        claim.observe(status(0, "a", EdgeState.LIVE, NOW), nanos);
        nanos += HEARTBEAT.multipliedBy(3).toNanos() - 1;
        assertThat(claim.choose(ahead, nanos, chance)).isEmpty();
        claim.observe(status(0, "a", EdgeState.LIVE, NOW.plusSeconds(2)), nanos);
        nanos += HEARTBEAT.multipliedBy(3).toNanos() - 1;
        assertThat(claim.choose(ahead, nanos, chance)).isEmpty();

        nanos += 1;
        assertThat(claim.choose(ahead, nanos, chance))
                .as("silent for three heartbeats")
                .contains(INBOX);
    }

    @Test
    void claimCountsOnceItHasComeBack() {
        InboxClaim claim = claim("b", 1);
        assertThat(claim.owns(INBOX)).isFalse();

        claim.observe(status(0, "b", EdgeState.LIVE, NOW), nanos);

        assertThat(claim.owns(INBOX)).isTrue();
    }

    @Test
    void ownClaimThatCameBackLateCanBeTakenUp() {
        InboxClaim claim = claim("b", 1);

        claim.observe(status(0, "b", EdgeState.LIVE, NOW), nanos);

        assertThat(claim.choose(NOW, nanos, chance)).contains(INBOX);
    }

    @Test
    void ofTwoWhoClaimTheSameInboxTheNewerHasItInWhateverOrder() {
        List<EdgeStatus> records = List.of(status(0, "a", EdgeState.LIVE, NOW), status(0, "b", EdgeState.LIVE, NOW));

        for (List<EdgeStatus> order : List.of(records, records.reversed())) {
            InboxClaim older = claim("a", 2);
            InboxClaim newer = claim("b", 2);
            order.forEach(record -> older.observe(record, nanos));
            order.forEach(record -> newer.observe(record, nanos));

            assertThat(newer.owns(INBOX)).isTrue();
            assertThat(older.owns(INBOX)).isFalse();
            assertThat(older.choose(NOW, nanos, chance)).contains(new Inbox(1));
        }
    }

    @Test
    void edgeThatWakesUpAfterItsInboxWasTakenHasLostIt() {
        InboxClaim sleeper = claim("a", 1);
        InboxClaim successor = claim("b", 1);
        List<EdgeStatus> records = List.of(
                status(0, "a", EdgeState.LIVE, NOW),
                status(0, "b", EdgeState.LIVE, NOW.plusSeconds(11)),
                status(0, "a", EdgeState.LIVE, NOW.plusSeconds(12)),
                status(0, "a", EdgeState.GONE, NOW.plusSeconds(13)));

        for (EdgeStatus record : records) {
            sleeper.observe(record, nanos);
            successor.observe(record, nanos);
        }

        assertThat(sleeper.owns(INBOX)).isFalse();
        assertThat(successor.owns(INBOX)).isTrue();
    }

    @Test
    void fixedInboxIsTakenFromAnOlderIncarnationAtOnce() {
        InboxClaim restarted = new InboxClaim(new Incarnation("b"), 4, OptionalInt.of(2), directory());
        restarted.observe(status(2, "a", EdgeState.LIVE, NOW), nanos);

        assertThat(restarted.choose(NOW, nanos, chance)).contains(new Inbox(2));
        restarted.observe(status(2, "b", EdgeState.LIVE, NOW), nanos);
        restarted.observe(status(2, "a", EdgeState.LIVE, NOW.plusSeconds(1)), nanos);

        assertThat(restarted.owns(new Inbox(2))).isTrue();
    }

    @Test
    void fixedInboxIsNotTakenFromANewerIncarnation() {
        InboxClaim old = new InboxClaim(new Incarnation("a"), 4, OptionalInt.of(2), directory());

        old.observe(status(2, "b", EdgeState.LIVE, NOW), nanos);

        assertThat(old.choose(NOW, nanos, chance)).isEmpty();
        assertThat(old.isTooOld()).isTrue();
    }

    @Test
    void inboxOfADeadNewerIncarnationIsNotTakenEither() {
        // Rooms ignore deliveries for, and commands of, an incarnation older than one they know.
        InboxClaim old = claim("a", 2);
        old.observe(status(0, "b", EdgeState.GONE, NOW), nanos);

        assertThat(old.choose(NOW, nanos, chance)).contains(new Inbox(1));
        old.observe(status(1, "c", EdgeState.LIVE, NOW), nanos);

        assertThat(old.choose(NOW.plusSeconds(60), nanos, chance)).isEmpty();
        assertThat(old.isTooOld()).isTrue();
    }

    @Test
    void whateverTheOrderOfClaimsEverybodyAgreesOnTheOwners() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            List<EdgeStatus> log = new ArrayList<>();
            List<String> names = new ArrayList<>(List.of("a", "b", "c", "d"));
            Collections.shuffle(names, random);
            for (int i = 0; i < 12; i++) {
                log.add(status(
                        random.nextInt(2),
                        names.get(random.nextInt(4)),
                        EdgeState.LIVE,
                        NOW.plusSeconds(random.nextInt(30))));
            }
            for (int inbox = 0; inbox < 2; inbox++) {
                int owners = 0;
                for (String name : names) {
                    InboxClaim claim = claim(name, 2);
                    log.forEach(record -> claim.observe(record, nanos));
                    owners += claim.owns(new Inbox(inbox)) ? 1 : 0;
                }
                assertThat(owners)
                        .as("owners of inbox %d in round %d", inbox, round)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    private static EdgeDirectory directory() {
        return new EdgeDirectory(HEARTBEAT, () -> NOW);
    }

    private static InboxClaim claim(String incarnation, int inboxes) {
        return new InboxClaim(new Incarnation(incarnation), inboxes, OptionalInt.empty(), directory());
    }

    private static EdgeStatus status(int inbox, String incarnation, EdgeState state, Instant at) {
        return new EdgeStatus(inbox, incarnation, state, "", at, at, 0, 0);
    }
}
