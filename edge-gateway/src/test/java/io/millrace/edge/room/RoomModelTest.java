package io.millrace.edge.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.room.RecordingCommands.Told;
import io.millrace.id.ClientId;
import io.millrace.runtime.namespace.Namespace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A room whose processor crashes and repeats itself, whose deliveries and commands get lost, whose epoch
/// changes: whatever happens, a member sees a strictly increasing stream without a gap from where it
/// subscribed, or is told that its stream has ended; and when the faults end, everything is as the room says.
class RoomModelTest {

    private static final int RUNS = 3_000;
    private static final int STEPS = 150;
    private static final Pattern OFFSET = Pattern.compile("\"data\":(\\d+)");

    @Test
    void membersSeeAStreamWithoutGapOrAreToldThatItEnded() {
        for (long seed = 0; seed < RUNS; seed++) {
            new Run(seed, 8).play();
        }
    }

    @Test
    void theSameHoldsWithoutHistory() {
        for (long seed = 0; seed < RUNS; seed++) {
            new Run(seed, 0).play();
        }
    }

    /// One member of the edge.
    private static final class Member implements RoomMember {

        private final ClientInfo info;
        private final String run;
        private StreamPosition position = StreamPosition.UNKNOWN;
        private boolean ended;

        Member(String client, String run) {
            this.info = RoomFixtures.client(client);
            this.run = run;
        }

        @Override
        public ClientInfo info() {
            return info;
        }

        @Override
        public boolean wantsJoinLeave() {
            return true;
        }

        @Override
        public void push(SharedReply push) {
            String text = new String(push.frame(Encoding.JSON).payload(), StandardCharsets.UTF_8);
            assertThat(ended).as("push after the end: %s, %s", text, run).isFalse();
            if (text.contains("\"pub\":")) {
                Matcher matcher = OFFSET.matcher(text);
                assertThat(matcher.find()).as(text).isTrue();
                long offset = Long.parseLong(matcher.group(1));
                assertThat(offset).as("next of %s in %s", position, run).isEqualTo(position.offset() + 1);
                position = new StreamPosition(offset, position.epoch());
            }
        }

        @Override
        public void insufficientState() {
            assertThat(ended).as("told twice, %s", run).isFalse();
            ended = true;
        }
    }

    private static final class Run {

        private final String name;
        private final Random chance;
        private final Namespace namespace;
        private final RecordingCommands commands = new RecordingCommands();
        private final RoomHub hub = new RoomHub(
                commands, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(40), Duration.ofMinutes(5));
        private final List<Told> underWay = new ArrayList<>();
        private final Map<String, Member> members = new LinkedHashMap<>();
        private final SimulatedRoom room;
        private long now;
        private int clients;

        Run(long seed, int historySize) {
            this.name = "seed " + seed + ", history " + historySize;
            this.chance = new Random(seed);
            this.namespace = RoomFixtures.namespace("chat", historySize);
            this.room = new SimulatedRoom(RoomFixtures.ROOM, historySize, chance);
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            calmDown();
            check();
        }

        private void step() {
            underWay.addAll(commands.take());
            switch (chance.nextInt(17)) {
                case 0, 1, 2 -> room.publish();
                case 3 -> room.toggleStranger("stranger-" + chance.nextInt(3));
                case 4, 5 -> subscribe();
                case 6 -> leave();
                case 7 -> room.commit();
                case 8 -> room.crash();
                case 9 -> loseSomething();
                case 10 -> sweep(Duration.ofMillis(chance.nextInt(4_000)));
                case 11 -> rare();
                case 12 -> room.retract();
                default -> {
                    takeCommands(chance.nextInt(3));
                    deliver(chance.nextInt(6));
                }
            }
        }

        private void rare() {
            switch (chance.nextInt(6)) {
                case 0 -> room.expire();
                case 1 -> room.forget();
                case 2 -> {
                    room.loseAll();
                    hub.reattachAll(now);
                }
                default -> {}
            }
        }

        private void loseSomething() {
            if (chance.nextBoolean() && room.undelivered() > 0) {
                room.loseOne();
            } else if (!underWay.isEmpty() && chance.nextInt(4) == 0) {
                underWay.remove(chance.nextInt(underWay.size()));
            }
        }

        private void subscribe() {
            Member member = new Member("client-" + clients++, name);
            hub.whenLive(
                    RoomFixtures.ROOM,
                    namespace,
                    new RoomAction() {
                        @Override
                        public void live(LocalRoom live) {
                            member.position = live.position();
                            live.add(member);
                            members.put(member.info().client(), member);
                        }

                        @Override
                        public void unavailable() {}
                    },
                    now,
                    now + Duration.ofSeconds(5).toNanos());
        }

        private void leave() {
            if (!members.isEmpty()) {
                String client = List.copyOf(members.keySet()).get(chance.nextInt(members.size()));
                hub.leave(RoomFixtures.ROOM, new ClientId(client), now);
                Member left = members.remove(client);
                if (left != null) {
                    left.ended = true;
                }
            }
        }

        private void sweep(Duration time) {
            now += time.toNanos();
            hub.sweep(now);
        }

        private void takeCommands(int most) {
            for (int i = 0; i < most && !underWay.isEmpty(); i++) {
                room.take(underWay.removeFirst());
            }
        }

        private void deliver(int most) {
            for (int i = 0; i < most && room.undelivered() > 0; i++) {
                room.deliverOne(hub, now);
            }
        }

        /// No more faults, and a life sign that lets the edge notice what it has missed.
        private void calmDown() {
            for (int round = 0; round < 8; round++) {
                if (round == 1) {
                    subscribe();
                }
                room.publish();
                room.retract();
                room.toggleStranger("calm");
                settle();
                sweep(Duration.ofMillis(2_100));
                settle();
            }
        }

        private void settle() {
            do {
                underWay.addAll(commands.take());
                takeCommands(Integer.MAX_VALUE);
                deliver(Integer.MAX_VALUE);
                underWay.addAll(commands.take());
            } while (!underWay.isEmpty() || room.undelivered() > 0);
        }

        private void check() {
            List<Member> alive =
                    members.values().stream().filter(member -> !member.ended).toList();
            assertThat(alive).as(name).isNotEmpty();
            for (Member member : alive) {
                assertThat(member.position)
                        .as("%s in %s", member.info().client(), name)
                        .isEqualTo(new StreamPosition(room.top(), room.epoch().value()));
            }
            hub.whenLive(
                    RoomFixtures.ROOM,
                    namespace,
                    new RoomAction() {
                        @Override
                        public void live(LocalRoom live) {
                            assertThat(live.presence().keySet())
                                    .as(name)
                                    .isEqualTo(room.present().keySet());
                            assertThat(live.history(null, false, 100, RoomFixtures.EVENT_MICROS))
                                    .as("what was taken back, %s", name)
                                    .allSatisfy(publication -> assertThat(publication)
                                            .isEqualTo(room.event(publication.offset())
                                                    .wire()));
                        }

                        @Override
                        public void unavailable() {}
                    },
                    now,
                    now);
        }
    }
}
