package io.millrace.moderation.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.id.RoomId;
import io.millrace.moderation.conduct.ConductRules;
import io.millrace.moderation.limit.Rate;
import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.policy.Behaviour;
import io.millrace.moderation.policy.Exemption;
import io.millrace.moderation.policy.Holds;
import io.millrace.moderation.policy.Limits;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.moderation.raid.Crowd;
import io.millrace.moderation.raid.RaidRules;
import io.millrace.moderation.raid.WatchedTexts;
import io.millrace.moderation.rule.SizeRule;
import io.millrace.moderation.strike.Ladder;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.PresenceJoin;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Sanction;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RaidTopologyTest {

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LOCK = Duration.ofMinutes(10);
    private static final String CRY = "everybody come and join us in the other place";
    private static final String WATCHED = "chat:watched";
    private static final String TRIED = "chat:tried";

    private final ModerationSerdes serdes = PlainSerdes.all();
    private final Meters meters = Meters.create("test");
    private final Map<String, Lockdown> locked = new HashMap<>();
    private final TopologyTestDriver driver = driver();
    private final TestInputTopic<String, RoomCommand> commands = driver.createInputTopic(
            "room.commands",
            new StringSerializer(),
            serdes.of(Topics.ROOM_COMMANDS).serializer());
    private final TestInputTopic<String, byte[]> raw =
            driver.createInputTopic("room.commands", new StringSerializer(), new ByteArraySerializer());
    private final TestOutputTopic<String, Lockdown> lockdowns = driver.createOutputTopic(
            "moderation.lockdowns",
            new StringDeserializer(),
            serdes.of(Topics.MODERATION_LOCKDOWNS).deserializer());
    private final TestOutputTopic<String, ReviewItem> review = driver.createOutputTopic(
            "moderation.review",
            new StringDeserializer(),
            serdes.of(Topics.MODERATION_REVIEW).deserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void sameTextOfManyPeopleLocksTheRoomOnceAndTellsTheModerators() {
        for (int i = 0; i < 9; i++) {
            commands.pipeInput(WATCHED, wrote("user-" + i, CRY + " " + i), AT.plusMillis(i));
        }

        Instant since = AT.plusMillis(3);
        assertThat(lockdowns.readKeyValuesToList()).singleElement().satisfies(entry -> {
            assertThat(entry.key).isEqualTo(WATCHED);
            assertThat(entry.value).isEqualTo(new Lockdown(WATCHED, since, since.plus(LOCK), "same-text", 4, "raid"));
        });
        assertThat(review.readKeyValuesToList()).singleElement().satisfies(entry -> {
            assertThat(entry.key).isEqualTo(WATCHED);
            assertThat(entry.value.getKind()).isEqualTo(ReviewKind.RAID);
            assertThat(entry.value.getRoom()).isEqualTo(WATCHED);
            assertThat(entry.value.getReasons().getFirst().getLabel()).isEqualTo("same-text");
            assertThat(entry.value.getAt()).isEqualTo(since);
        });
    }

    @Test
    void attackThatGoesOnProlongsTheLockdownWithoutAnotherItem() {
        attack(WATCHED, AT);
        Lockdown first = lockdowns.readValue();
        locked.put(WATCHED, first);
        attack(WATCHED, AT.plus(LOCK.dividedBy(2)));

        assertThat(List.of(first, lockdowns.readValue()))
                .extracting(Lockdown::getFrom, Lockdown::getUntil)
                .containsExactly(
                        tuple(AT, AT.plus(LOCK)),
                        tuple(AT, AT.plus(LOCK.dividedBy(2)).plus(LOCK)));
        assertThat(review.readValuesToList()).hasSize(1);
    }

    @Test
    void roomThatAModeratorOpenedStaysOpenUntilTheLockdownWouldHaveEnded() {
        attack(WATCHED, AT);
        attack(WATCHED, AT.plus(LOCK).minusMillis(1));
        assertThat(lockdowns.readValuesToList()).hasSize(1);

        attack(WATCHED, AT.plus(LOCK).plusSeconds(60));
        assertThat(lockdowns.readValuesToList()).hasSize(1);
    }

    @Test
    void strangersWhoJoinTogetherLockTheRoomAndItsOwnPeopleDoNot() {
        for (int i = 0; i < 20; i++) {
            commands.pipeInput(WATCHED, joined("regular-" + i), AT.plusMillis(i));
        }
        Instant later = AT.plus(Duration.ofDays(2));
        for (int i = 0; i < 20; i++) {
            commands.pipeInput(WATCHED, joined("regular-" + i), later.plusMillis(i));
        }
        assertThat(lockdowns.isEmpty()).isTrue();

        for (int i = 0; i < 5; i++) {
            commands.pipeInput(WATCHED, joined("stranger-" + i), later.plusSeconds(1));
        }

        assertThat(lockdowns.readValue().getCause()).isEqualTo("joins");
    }

    @Test
    void whatIsKnownOfPeopleSurvivesARestart() {
        commands.pipeInput(WATCHED, joined("regular"), AT);

        assertThat(storedKeys()).hasSize(2).allMatch(key -> key.startsWith(WATCHED + '\0'));
    }

    @Test
    void roomThatAModeratorLockedIsLeftAlone() {
        locked.put(WATCHED, new Lockdown(WATCHED, AT, AT.plusSeconds(60), "moderator", 0, "carol"));
        attack(WATCHED, AT);
        assertThat(lockdowns.isEmpty()).isTrue();

        attack(WATCHED, AT.plusSeconds(60));
        assertThat(lockdowns.readValue().getActor()).isEqualTo("raid");
    }

    @Test
    void roomThatIsNotModeratedIsNotWatched() {
        attack("private:watched", AT);

        assertThat(lockdowns.isEmpty()).isTrue();
        assertThat(storedKeys()).isEmpty();
    }

    @Test
    void trialTellsTheModeratorsOnly() {
        attack(TRIED, AT);

        assertThat(lockdowns.isEmpty()).isTrue();
        assertThat(review.readValuesToList())
                .singleElement()
                .satisfies(item ->
                        assertThat(item.getReasons().getFirst().getTrial()).isTrue());
    }

    @Test
    void otherRoomsAreNeitherDecodedNorStored() {
        raw.pipeInput("chat:other", new byte[] {1, 2, 3}, AT);
        raw.pipeInput((String) null, new byte[] {1, 2, 3}, AT);
        raw.pipeInput("", new byte[] {1, 2, 3}, AT);
        attack("chat:other", AT);

        assertThat(storedKeys()).isEmpty();
        assertThat(lockdowns.isEmpty()).isTrue();
        assertThat(driver.metrics().values())
                .filteredOn(metric -> metric.metricName().name().equals("dropped-records-total"))
                .allSatisfy(metric -> assertThat(((Number) metric.metricValue()).doubleValue())
                        .isZero());
    }

    @Test
    void commandThatCannotBeReadIsSkipped() {
        raw.pipeInput(WATCHED, new byte[] {1, 2, 3}, AT);
        raw.pipeInput(WATCHED, null, AT);
        attack(WATCHED, AT);

        assertThat(lockdowns.readValuesToList()).hasSize(1);
    }

    @Test
    void whatBackendsPublishIsNoRaid() {
        for (int i = 0; i < 9; i++) {
            RoomCommand command = wrote("system-" + i, CRY);
            command.getPublish().getSender().setClient("");
            commands.pipeInput(WATCHED, command, AT);
        }

        assertThat(lockdowns.isEmpty()).isTrue();
    }

    @Test
    void alarmThatIsOverWhenItIsReadLocksNothing() {
        Instant longAgo = AT.minus(Duration.ofDays(1));

        attack(WATCHED, longAgo);

        assertThat(lockdowns.isEmpty()).isTrue();
        assertThat(review.readValuesToList()).hasSize(1);
    }

    @Test
    void roomWhosePeopleStayedAwayForTwoMonthsIsForgotten() {
        commands.pipeInput(WATCHED, joined("regular"), AT);
        commands.pipeInput("chat:other", joined("x"), AT.plus(Duration.ofDays(61)));

        assertThat(storedKeys()).isEmpty();
    }

    private void attack(String room, Instant at) {
        for (int i = 0; i < 4; i++) {
            commands.pipeInput(room, wrote("user-" + i, CRY + "!".repeat(i)), at);
        }
    }

    private Set<String> storedKeys() {
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(RaidTopology.STORE);
        Set<String> keys = new HashSet<>();
        try (var entries = store.all()) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    private static RoomCommand wrote(String user, String text) {
        Publish publish = new Publish(
                "m-" + user, sender(user), Messages.bytes('"' + text + '"'), PayloadFormat.JSON, AT, null, null);
        return RoomCommand.newBuilder().setRoom("").setPublish(publish).build();
    }

    private static RoomCommand joined(String user) {
        PresenceJoin join = PresenceJoin.newBuilder()
                .setInbox(0)
                .setIncarnation(Messages.INCARNATION)
                .setMember(sender(user))
                .build();
        return RoomCommand.newBuilder().setRoom("").setJoin(join).build();
    }

    private static Sender sender(String user) {
        return new Sender(user, "client-of-" + user, null, null);
    }

    private TopologyTestDriver driver() {
        RaidRules rules = rules(false);
        RaidRules trial = rules(true);
        Environment environment = new Environment(
                policies(room -> switch (room.value()) {
                    case WATCHED, "private:watched" -> rules;
                    case TRIED -> trial;
                    default -> RaidRules.OFF;
                }),
                new Locks(),
                room -> room.namespace().equals("chat"));
        Topology topology = RaidTopology.addTo(new Topology(), serdes, environment, new RaidMeters(meters), 1);
        Properties properties = new Properties();
        properties.putAll(KafkaSettings.local("127.0.0.1:1").streams("raid-test", false));
        return new TopologyTestDriver(topology, properties, AT);
    }

    private static PolicySource policies(Function<RoomId, RaidRules> rules) {
        Limits limits = new Limits(
                new SizeRule(1_000),
                new RateLimits(new Rate(100, Duration.ofMinutes(1)), new Rate(100, Duration.ofSeconds(1))),
                1_000);
        return new PolicySource() {
            @Override
            public Policy general() {
                return of(new RoomId("chat:general"));
            }

            @Override
            public Policy of(RoomId room) {
                Behaviour behaviour = Behaviour.of(ConductRules.OFF, Ladder.OFF, rules.apply(room));
                return new Policy("test", limits, List.of(), behaviour, ScorerUse.OFF, Holds.DEFAULT, Exemption.NOBODY);
            }
        };
    }

    /// The lockdowns that were written and not removed by a moderator.
    private final class Locks implements Restrictions {

        @Override
        public List<Sanction> sanctions(String user) {
            return List.of();
        }

        @Override
        public @Nullable Lockdown lockdown(String room) {
            return locked.get(room);
        }
    }

    private static RaidRules rules(boolean trial) {
        return new RaidRules(
                new Crowd(5, Duration.ofMinutes(1)),
                new Crowd(30, Duration.ofMinutes(1)),
                new Crowd(4, Duration.ofSeconds(10)),
                WatchedTexts.DEFAULT,
                LOCK,
                Duration.ofDays(1),
                trial);
    }
}
