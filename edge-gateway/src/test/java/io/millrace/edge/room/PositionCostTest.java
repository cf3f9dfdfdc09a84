package io.millrace.edge.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.room.RecordingCommands.Told;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What it costs to know that silent rooms have lost nothing: counted in questions, and in looks at members.
class PositionCostTest {

    private static final int ROOMS = 400;
    private static final int MEMBERS = 50;
    private static final long TICK = Duration.ofMillis(250).toNanos();
    private static final long FIRST = Duration.ofSeconds(40).toNanos();

    private final RecordingCommands commands = new RecordingCommands();
    private final RoomHub hub = new RoomHub(
            commands, Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(40), Duration.ofMinutes(5));
    private final Namespace namespace = RoomFixtures.withoutPresence(RoomFixtures.namespace("chat", 10));
    private final List<RoomId> rooms =
            IntStream.range(0, ROOMS).mapToObj(i -> new RoomId("chat:" + i)).toList();
    private long now;
    private int looks;

    @BeforeEach
    void everybodySubscribesAtTheSameMoment() {
        rooms.forEach(room -> {
            IntStream.range(0, MEMBERS).forEach(i -> subscribe(room, "c" + i));
            hub.snapshot(room, RoomFixtures.snapshot(RoomFixtures.EPOCH, 5, List.of()));
        });
        commands.take();
    }

    @Test
    void eachSilentRoomIsAskedOnceHoweverManyFollowItAndNoMemberIsLookedAt() {
        looks = 0;

        List<Integer> ticks = checks(FIRST, false);

        // Unanswered, so that pauses do not grow: each between half the time and the whole.
        assertThat(sum(ticks)).isBetween(ROOMS, 2 * ROOMS);
        assertThat(looks).isZero();
    }

    @Test
    void roomsThatFellSilentTogetherAreNotAskedTogether() {
        List<Integer> ticks = checks(FIRST, true);

        // An even spread over the second half of the time would be 5 each tick.
        assertThat(Collections.max(ticks)).isLessThanOrEqualTo(ROOMS / 80 * 4);
        assertThat(sum(ticks.subList(0, ticks.size() / 2 - 1))).isZero();
    }

    @Test
    void roomsThatStaySilentAreAskedLessAndLessOften() {
        int firstMinutes = sum(checks(3 * FIRST, true));
        checks(20 * FIRST, true);

        int hour = sum(checks(90 * FIRST, true));

        assertThat(firstMinutes).isGreaterThan(ROOMS);
        // Every five minutes at most and every two and a half at least.
        assertThat(hour).isBetween(12 * ROOMS, 24 * ROOMS);
    }

    @Test
    void roomThatWakesUpOrFindsANewSubscriberIsWatchedAsBefore() {
        checks(30 * FIRST, true);
        hub.event(rooms.getFirst(), RoomFixtures.EPOCH, RoomFixtures.event(6), now);
        subscribe(rooms.get(1), "late");

        List<RoomId> asked = new ArrayList<>();
        for (long end = now + FIRST; now < end; ) {
            now += TICK;
            hub.sweep(now);
            commands.take().forEach(told -> asked.add(told.room()));
        }

        assertThat(asked).contains(rooms.get(0), rooms.get(1));
    }

    private List<Integer> checks(long time, boolean answered) {
        List<Integer> perTick = new ArrayList<>();
        for (long end = now + time; now < end; ) {
            now += TICK;
            hub.sweep(now);
            List<Told> told = commands.take();
            assertThat(told).allSatisfy(each -> assertThat(each).isInstanceOf(Told.Check.class));
            perTick.add(told.size());
            if (answered) {
                told.forEach(check -> hub.position(check.room(), RoomFixtures.EPOCH, 5, 0, now));
            }
        }
        return perTick;
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    private void subscribe(RoomId room, String client) {
        hub.whenLive(
                room,
                namespace,
                new RoomAction() {
                    @Override
                    public void live(LocalRoom live) {
                        assertThat(live.position()).isNotEqualTo(StreamPosition.UNKNOWN);
                        live.add(new CountedMember(client));
                    }

                    @Override
                    public void unavailable() {
                        throw new AssertionError("room is not live");
                    }
                },
                now,
                now + 1);
    }

    private final class CountedMember implements RoomMember {

        private final ClientInfo info;

        CountedMember(String client) {
            this.info = RoomFixtures.client(client);
        }

        @Override
        public ClientInfo info() {
            looks++;
            return info;
        }

        @Override
        public boolean wantsJoinLeave() {
            looks++;
            return false;
        }

        @Override
        public boolean positioned() {
            looks++;
            return true;
        }

        @Override
        public void push(SharedReply push) {}

        @Override
        public void insufficientState() {
            throw new AssertionError("nothing was lost");
        }
    }
}
