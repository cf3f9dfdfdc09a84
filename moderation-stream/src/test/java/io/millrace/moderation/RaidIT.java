package io.millrace.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.PresenceJoin;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Verdict;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two rooms are attacked, and the process that watches them is killed in the middle of the second attack.
@Timeout(180)
class RaidIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOCK = Duration.ofMinutes(1);
    private static final int ENOUGH = 5;
    private static final String TRIED = "{\"same-text\": {\"people\": 2, \"window\": \"30s\"}, \"trial\": true}";
    private static final String WATCHED = "{\"joins\": {\"people\": 5, \"window\": \"30s\"}, "
            + "\"newcomers\": {\"people\": 5, \"window\": \"30s\"}, \"learn-for\": \"1h\", \"lock-for\": \"1m\"}";

    private final String namespace = KafkaBroker.unique("raid");
    private final String written = namespace + ":written";
    private final String joined = namespace + ":joined";
    private final String policy = "policy/namespace/" + namespace;

    /// Before anybody is new, and before the rooms know their people.
    private final long longAgo =
            System.currentTimeMillis() - Duration.ofHours(2).toMillis();

    private final ModerationProcess moderation =
            new ModerationProcess("raid", Map.of("moderation.raids.enabled", "true"));
    private RecordReader<ModerationDecision> decisions;
    private RecordReader<Lockdown> lockdowns;
    private RecordReader<ReviewItem> items;
    private RecordReader<RoomCommand> commands;
    private RecordReader<EdgeDelivery> deliveries;
    private int said;

    @BeforeEach
    void launch() {
        moderation.start();
        moderation.awaitReady();
        decisions = LocalSystem.reader(Topics.MODERATION_DECISIONS);
        lockdowns = LocalSystem.reader(Topics.MODERATION_LOCKDOWNS);
        items = LocalSystem.reader(Topics.MODERATION_REVIEW);
        commands = LocalSystem.reader(Topics.ROOM_COMMANDS);
        deliveries = LocalSystem.reader(Topics.EDGE_DELIVERIES);
    }

    @AfterEach
    void close() {
        LocalSystem.publish(policy, "{}");
        moderation.close();
        decisions.close();
        lockdowns.close();
        items.close();
        commands.close();
        deliveries.close();
    }

    @Test
    void attackedRoomIsLockedForStrangersUntilItIsOverAlsoWhenTheWatchIsKilledMeanwhile() {
        awaitWatch();
        govern("inforce", WATCHED);
        regularsSay("good morning", written, longAgo + 1_000);
        regularsSay("good morning", joined, longAgo + 1_000);
        awaitProgress();

        // So that it is over some seconds later.
        long raid = System.currentTimeMillis() - LOCK.toMillis() + 10_000;
        for (int i = 0; i < ENOUGH; i++) {
            join("visitor-" + i, joined, raid + i);
        }
        Lockdown first = awaitLockdown(joined);
        assertThat(first).isEqualTo(lockdown(joined, raid + ENOUGH - 1, "joins"));
        awaitLockedOut(joined);

        for (int i = 0; i < ENOUGH - 2; i++) {
            assertThat(say("attacker-" + i, written, "here we are", System.currentTimeMillis())
                            .getVerdict())
                    .isEqualTo(Verdict.ALLOW);
        }
        moderation.kill();
        moderation.start();
        moderation.awaitReady();
        long back = System.currentTimeMillis();
        regularsSay("what was that", written, back);
        for (int i = ENOUGH - 2; i < 2 * ENOUGH; i++) {
            say("attacker-" + i, written, "here we are", back + 100 + i);
        }
        Lockdown second = awaitLockdown(written);
        assertThat(second).isEqualTo(lockdown(written, second.getFrom().toEpochMilli(), "newcomers"));
        assertThat(second.getFrom()).as("regulars are no strangers").isAfter(Instant.ofEpochMilli(back + 100));
        awaitLockedOut(written);
        regularsSay("may I", written, back + 1_000);

        ModerationDecision again = Await.value(
                () -> say("late-" + said, joined, "hello", System.currentTimeMillis()),
                decision -> decision.getVerdict() == Verdict.ALLOW,
                PATIENCE,
                "the end of the lockdown");
        assertThat(again.getDecidedAt()).isAfterOrEqualTo(first.getUntil());
        items.toTheEnd(PATIENCE);
        assertThat(raids(written, false)).hasSize(1);
        assertThat(raids(joined, false)).hasSize(1);
    }

    /// A group reads from the end at first: only what it has seen tells that it is there, in every partition.
    private void awaitWatch() {
        govern("tryout", TRIED);
        Await.until(
                () -> {
                    for (String room : Set.of(written, joined)) {
                        say("probe-" + said, room, "all of us say the same in here", longAgo);
                        say("probe-" + said, room, "all of us say the same in here", longAgo);
                    }
                    items.toTheEnd(PATIENCE);
                    return !raids(written, true).isEmpty()
                            && !raids(joined, true).isEmpty();
                },
                PATIENCE,
                "the watch to tell of both rooms");
        assertThat(lockdowns.toTheEnd(PATIENCE))
                .noneMatch(record -> record.key().startsWith(namespace));
    }

    /// Moderation and the watch of one process have the same policies.
    private void govern(String fence, String raids) {
        LocalSystem.publish(
                policy,
                "{\"patterns\": [{\"name\": \"fence\", \"pattern\": \"" + fence + "\"}], "
                        + "\"newcomers\": {\"new-for\": \"1h\", \"links\": \"flag\"}, \"raids\": " + raids + "}");
        Await.until(
                () -> say("fence", written, fence, longAgo).getVerdict() == Verdict.BOUNCE,
                PATIENCE,
                "the policy to apply");
    }

    /// A watch that has committed nothing would begin at the end again.
    private void awaitProgress() {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        for (var command : commands.toTheEnd(PATIENCE)) {
            if (command.key().startsWith(namespace)) {
                wanted.put(new TopicPartition(command.topic(), command.partition()), command.offset() + 1);
            }
        }
        try (Admin admin = Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, LocalSystem.KAFKA.bootstrapServers()))) {
            Await.value(
                    () -> committed(admin),
                    committed -> wanted.entrySet().stream()
                            .allMatch(one -> committed.getOrDefault(one.getKey(), 0L) >= one.getValue()),
                    PATIENCE,
                    "the watch to commit " + wanted);
        }
    }

    private static Map<TopicPartition, Long> committed(Admin admin) {
        try {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listConsumerGroupOffsets("moderation-stream-raids")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, committed) -> offsets.put(partition, committed.offset()));
            return offsets;
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void regularsSay(String text, String room, long at) {
        for (int i = 0; i <= ENOUGH; i++) {
            assertThat(say("regular-" + i, room, text + ' ' + i, at + i).getVerdict())
                    .isEqualTo(Verdict.ALLOW);
        }
    }

    private ModerationDecision say(String user, String room, String text, long at) {
        String id = namespace + '-' + said++;
        LocalSystem.submit(LocalSystem.message(id, namespace + '-' + user, room, text), at);
        return decisions
                .awaitRecord(record -> id.equals(record.value().getMessageId()), PATIENCE, "the decision about " + id)
                .value();
    }

    private void join(String user, String room, long at) {
        RoomCommand command = RoomCommand.newBuilder()
                .setRoom(room)
                .setJoin(PresenceJoin.newBuilder()
                        .setInbox(5)
                        .setIncarnation(LocalSystem.INCARNATION)
                        .setMember(new Sender(namespace + '-' + user, "client-of-" + user, null, null))
                        .build())
                .build();
        LocalSystem.send(Topics.ROOM_COMMANDS, room, command, at);
    }

    private Lockdown awaitLockdown(String room) {
        return lockdowns
                .awaitRecord(record -> room.equals(record.key()), PATIENCE, "the lockdown of " + room)
                .value();
    }

    private static Lockdown lockdown(String room, long from, String cause) {
        Instant since = Instant.ofEpochMilli(from);
        return new Lockdown(room, since, since.plus(LOCK), cause, ENOUGH, "raid");
    }

    private void awaitLockedOut(String room) {
        Await.until(
                () -> {
                    ModerationDecision decision = say("stranger-" + said, room, "hello", System.currentTimeMillis());
                    return decision.getVerdict() == Verdict.BOUNCE
                            && decision.getReasons().getFirst().getRule().equals("lockdown")
                            && decision.getErrorCode() == 403;
                },
                PATIENCE,
                "strangers to be locked out of " + room);
        deliveries.awaitRecord(
                record -> room.equals(record.key())
                        && record.value().getAnswer().getRejected() != null
                        && record.value().getAnswer().getRejected().getCode() == 403,
                PATIENCE,
                "the stranger to be told");
    }

    /// Ids of the items about raids on a room.
    private Set<String> raids(String room, boolean trial) {
        return items.records().stream()
                .map(record -> record.value())
                .filter(item ->
                        item.getKind() == ReviewKind.RAID && item.getRoom().equals(room))
                .filter(item -> item.getReasons().getFirst().getTrial() == trial)
                .map(ReviewItem::getId)
                .collect(Collectors.toSet());
    }
}
