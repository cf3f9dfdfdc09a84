package io.millrace.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RosterTest {

    private static final Connection CONNECTION = new Connection(
            IntStream.range(0, 4).mapToObj(n -> URI.create("ws://edge-" + n)).toList(),
            Encoding.JSON,
            List.of(),
            100,
            2,
            new Tokens.None());
    private static final Phases PHASES = new Phases(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ZERO);

    @Test
    void partsTogetherAreEveryoneOnce() {
        Roster roster = roster(new Workload.Chat(new Traffic(7, 3, 1, 10, 100), 5));

        for (int count = 1; count <= 9; count++) {
            List<Integer> everyone = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                roster.connections(new Part(index, count)).forEach(everyone::add);
            }

            assertThat(everyone)
                    .as("%d parts", count)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 26).boxed().toList());
        }
    }

    @Test
    void roomsStayTogetherWhenThereAreEnough() {
        Roster roster = roster(new Workload.Chat(new Traffic(7, 3, 1, 10, 100), 0));

        Map<Integer, Integer> partOfRoom = new HashMap<>();
        for (int index = 0; index < 3; index++) {
            int part = index;
            roster.connections(new Part(index, 3)).forEach(connection -> {
                int room = ((Seat.Member) roster.seat(connection)).room();
                assertThat(partOfRoom.merge(room, part, (before, now) -> before.equals(now) ? now : -1))
                        .as("room %d", room)
                        .isEqualTo(part);
            });
        }

        assertThat(partOfRoom).hasSize(7);
    }

    @Test
    void everySenderOfEveryRoomSendsEquallyOften() {
        Roster roster = roster(new Workload.Chat(new Traffic(5, 4, 2, 10, 100), 0));

        Map<Integer, Integer> sent = new HashMap<>();
        for (int publication = 0; publication < 100; publication++) {
            sent.merge(roster.sender(publication), 1, Integer::sum);
        }

        assertThat(sent.keySet()).containsExactlyInAnyOrder(0, 1, 4, 5, 8, 9, 12, 13, 16, 17);
        assertThat(sent.values()).containsOnly(10);
    }

    @Test
    void membersOfARoomAreSpreadOverAsManyEdgesAsAsked() {
        Roster roster = roster(new Workload.Chat(new Traffic(8, 6, 1, 10, 100), 0));

        Map<Integer, Set<Integer>> edges = new HashMap<>();
        int[] load = new int[4];
        for (int connection = 0; connection < roster.connections(); connection++) {
            int room = ((Seat.Member) roster.seat(connection)).room();
            edges.computeIfAbsent(room, _ -> new HashSet<>()).add(roster.edge(connection));
            load[roster.edge(connection)]++;
        }

        assertThat(edges.values()).allSatisfy(each -> assertThat(each).hasSize(2));
        assertThat(load).containsOnly(12);
    }

    @Test
    void othersSitBehindTheMembers() {
        Roster wanderers = roster(new Workload.SubscriptionChurn(new Traffic(2, 2, 1, 10, 100), 3, 5));
        Roster visitors =
                roster(new Workload.PresenceChurn(new Traffic(2, 2, 1, 10, 100), 3, 5, Duration.ofSeconds(1), 0));
        Roster idle = roster(new Workload.Idle(2));

        assertThat(wanderers.seat(3)).isEqualTo(new Seat.Member(1, false));
        assertThat(wanderers.seat(4)).isEqualTo(new Seat.Wanderer(0));
        assertThat(visitors.seat(6)).isEqualTo(new Seat.Visitor(2));
        assertThat(idle.seat(1)).isEqualTo(new Seat.Idle());
        assertThat(IntStream.range(0, 6).map(wanderers::mover)).containsExactly(4, 5, 6, 4, 5, 6);
        assertThat(IntStream.range(0, 4)
                        .map(turn -> wanderers.destination(5, turn))
                        .distinct())
                .containsExactlyInAnyOrder(0, 1);
        assertThat(IntStream.range(0, 3).map(turn -> wanderers.destination(5, turn)))
                .doesNotContainSequence(0, 0)
                .doesNotContainSequence(1, 1);
    }

    @Test
    void slowMembersAreTheLastOfEachRoomAndNothingIsOwedToThem() {
        Roster roster = roster(new Workload.SlowReaders(new Traffic(2, 5, 1, 10, 100), 0.3, 0));

        assertThat(IntStream.range(0, 10).mapToObj(roster::seat))
                .containsExactly(
                        new Seat.Member(0, false),
                        new Seat.Member(0, false),
                        new Seat.Member(0, false),
                        new Seat.Member(0, true),
                        new Seat.Member(0, true),
                        new Seat.Member(1, false),
                        new Seat.Member(1, false),
                        new Seat.Member(1, false),
                        new Seat.Member(1, true),
                        new Seat.Member(1, true));
        assertThat(roster.audience()).isEqualTo(3);
    }

    @Test
    void stormsCutAboutTheShareThatWasAskedFor() {
        Roster roster = roster(new Workload.ReconnectStorm(
                new Traffic(100, 100, 1, 10, 100), 0.25, Duration.ZERO, 2, Duration.ZERO, Duration.ZERO));

        long first = IntStream.range(0, 10_000).filter(c -> roster.isCut(c, 0)).count();
        long both = IntStream.range(0, 10_000)
                .filter(c -> roster.isCut(c, 0) && roster.isCut(c, 1))
                .count();

        assertThat(first).isBetween(2_300L, 2_700L);
        assertThat(both).isBetween(500L, 750L);
    }

    @Test
    void everyRunHasRoomsOfItsOwn() {
        Scenario scenario = scenario(new Workload.Idle(1));

        assertThat(new Roster(scenario, "a1").room(3)).isEqualTo("chat:load-a1-3");
        assertThat(new Roster(scenario, "b2").room(3)).isEqualTo("chat:load-b2-3");
    }

    @Test
    void rateRisesEvenlyAndIsHeldThen() {
        Schedule schedule = new Schedule(100, PHASES);

        assertThat(schedule.operations()).isEqualTo(1_100);
        assertThat(schedule.due(0)).isZero();
        assertThat(schedule.due(25)).isBetween(999_999_000L, 1_000_001_000L);
        assertThat(schedule.due(100)).isEqualTo(2_000_000_000L).isEqualTo(schedule.steady());
        assertThat(schedule.due(101)).isEqualTo(2_010_000_000L);
        assertThat(schedule.due(1_099)).isLessThan(schedule.end());
        assertThat(schedule.due(1_100)).isGreaterThanOrEqualTo(schedule.end());
        assertThat(new Schedule(0, PHASES).operations()).isZero();
    }

    @Test
    void withoutRampTheRateIsThereAtOnce() {
        Schedule schedule = new Schedule(2, new Phases(Duration.ZERO, Duration.ofSeconds(3), Duration.ZERO));

        assertThat(IntStream.range(0, (int) schedule.operations()).mapToLong(schedule::due))
                .containsExactly(0L, 500_000_000L, 1_000_000_000L, 1_500_000_000L, 2_000_000_000L, 2_500_000_000L);
    }

    @Test
    void signedTokensAreJsonWebTokens() {
        String token =
                new Tokens.Signed("0123456789abcdef0123456789abcdef").of(7).orElseThrow();

        // By an independent program: openssl dgst -sha256 -hmac.
        assertThat(token)
                .isEqualTo(
                        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJsb2FkLTcifQ.r77CLfU8JUVWSdRCwNuiAb-EWK3CXpT8gYawtMM9iok");
    }

    private static Roster roster(Workload workload) {
        return new Roster(scenario(workload), "r");
    }

    private static Scenario scenario(Workload workload) {
        return new Scenario("test", 7, "chat:load-", CONNECTION, PHASES, workload);
    }
}
