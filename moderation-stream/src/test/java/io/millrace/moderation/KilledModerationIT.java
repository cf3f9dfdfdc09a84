package io.millrace.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Verdict;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Instances are killed while messages are judged, wait for a larger model that does what it likes, and wait
/// for a moderator.
@Timeout(240)
class KilledModerationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SENDERS = 4;
    private static final int IN_A_BATCH = 10;
    private static final int SPACING_MILLIS = 100;

    private static final String PEOPLE =
            "\"patterns\": [{\"name\": \"people\", \"pattern\": \"person\", \"action\": \"hold\"}], "
                    + "\"hold\": {\"most\": 1000, \"timeout\": \"1h\"}";
    private static final String STRICT = "{" + PEOPLE + ", \"scorer\": {\"mode\": \"hold\", \"deadline\": \"1s\", "
            + "\"on-model-down\": \"hold\", \"refuse\": {\"insult\": 0.8}}}";
    private static final String OPEN = "{" + PEOPLE + ", \"scorer\": {\"mode\": \"hold\", \"deadline\": \"500ms\", "
            + "\"on-model-down\": \"open\"}}";

    private static final String ONCE =
            "{\"duplicates\": {\"identical\": {\"most\": 1, \"window\": \"1h\", \"action\": \"refuse\"}}}";

    private final String name = KafkaBroker.unique("killed");
    private final String prefix = "chat:" + name;
    private final String strict = prefix + "-strict";
    private final String open = prefix + "-open";
    private final String plain = prefix + "-plain";
    private final String once = prefix + "-once";
    private final long start = System.currentTimeMillis();
    private final ModerationProcess one = new ModerationProcess("moderation-1");
    private final ModerationProcess two = new ModerationProcess("moderation-2");

    /// What was submitted, by sender and room, in order: ids, and whether they may be published.
    private final Map<String, Map<String, Boolean>> submitted = new LinkedHashMap<>();

    private int number;
    private int repeats;

    @Test
    void nothingForbiddenPassesNothingIsLostAndTheOrderIsKept() {
        one.start();
        two.start();
        LocalSystem.publish("policy/room/" + strict, STRICT);
        LocalSystem.publish("policy/room/" + open, OPEN);
        LocalSystem.publish("policy/room/" + once, ONCE);
        try (Answering _ = Answering.start(prefix);
                RecordReader<RoomCommand> commands = LocalSystem.reader(Topics.ROOM_COMMANDS);
                RecordReader<ModerationDecision> decisions = LocalSystem.reader(Topics.MODERATION_DECISIONS)) {
            one.awaitReady();
            two.awaitReady();
            useUpTheRate(decisions);
            Await.until(
                    () -> repeat("somebody", decisions) == Verdict.BOUNCE, PATIENCE, "the policy of repeats to apply");
            assertThat(repeat("parrot", decisions)).isEqualTo(Verdict.ALLOW);

            submitBatch();
            one.kill();
            one.start();
            submitBatch();
            one.awaitReady();
            submitBatch();
            two.kill();
            submitBatch();
            ModerationProcess.kill(List.of(one));
            submitBatch();
            one.start();
            two.start();
            submitBatch();

            commands.awaitThat(all -> published(all).containsAll(ids(true)), PATIENCE, "everything allowed");
            decisions.awaitThat(all -> decided(all).containsAll(ids(false)), PATIENCE, "all decisions");
            commands.toTheEnd(PATIENCE);
            Set<String> forbidden = new HashSet<>(ids(false));
            forbidden.removeAll(ids(true));
            assertThat(published(commands.records())).doesNotContainAnyElementsOf(forbidden);
            assertThat(decisions.records().stream()
                            .filter(decision ->
                                    forbidden.contains(decision.value().getMessageId()))
                            .map(decision -> decision.value().getVerdict()))
                    .doesNotContain(Verdict.ALLOW, Verdict.MASK);
            submitted.forEach((_, messages) -> assertThat(inOrder(commands.records(), messages.keySet()))
                    .containsExactlyElementsOf(messages.keySet().stream()
                            .filter(id -> messages.get(id))
                            .toList()));
            theRateIsStillUsedUp(decisions);
            assertThat(repeat("parrot", decisions))
                    .as("the same text again, in the same window")
                    .isEqualTo(Verdict.BOUNCE);
        } finally {
            one.close();
            two.close();
        }
    }

    private void useUpTheRate(RecordReader<ModerationDecision> decisions) {
        for (int i = 0; i < 100; i++) {
            eager("full-" + i, start);
        }
        LocalSystem.await(decisions, name + "-eager", 100);
    }

    private void theRateIsStillUsedUp(RecordReader<ModerationDecision> decisions) {
        eager("too-many", start);
        eager("later", start + 1000);

        decisions.awaitThat(
                all -> decided(all).containsAll(Set.of(name + "-too-many", name + "-later")),
                PATIENCE,
                "the eager one's decisions");
        assertThat(decisions.records())
                .filteredOn(decision -> (name + "-eager").equals(decision.key()))
                .extracting(decision -> decision.value().getMessageId().substring(name.length() + 1)
                        + ' '
                        + decision.value().getVerdict())
                .contains("full-99 ALLOW", "too-many BOUNCE", "later ALLOW")
                .doesNotContain("too-many ALLOW");
    }

    private void eager(String id, long at) {
        LocalSystem.submit(LocalSystem.message(name + '-' + id, name + "-eager", plain + "-eager", "hello"), at);
    }

    private Verdict repeat(String who, RecordReader<ModerationDecision> decisions) {
        String id = name + '-' + who + '-' + repeats++;
        LocalSystem.submit(LocalSystem.message(id, name + '-' + who, once, "the very same words"), start + repeats);
        return decisions
                .awaitRecord(
                        decision -> id.equals(decision.value().getMessageId()), PATIENCE, "the decision about " + id)
                .value()
                .getVerdict();
    }

    /// Of each sender to each room, one after the other.
    private void submitBatch() {
        for (int i = 0; i < IN_A_BATCH; i++) {
            for (int sender = 0; sender < SENDERS; sender++) {
                for (String room : List.of(strict, open, plain)) {
                    submit(name + "-user-" + sender, room, text(i, sender, room));
                }
            }
            number++;
        }
    }

    private String text(int i, int sender, String room) {
        return switch (Math.floorMod(i + sender, IN_A_BATCH)) {
            case 0 -> "such a badword";
            case 3 -> room.equals(strict) ? "what an insult" : "hello";
            case 5 -> "a person may see this";
            case 7 -> room.equals(plain) ? "hello" : "a person will remove this";
            default -> "hello";
        };
    }

    private void submit(String user, String room, String text) {
        String id = room.substring("chat:".length()) + user.substring(name.length()) + '-' + number;
        boolean allowed = !text.contains("badword") && !Answering.isBad(text);
        submitted.computeIfAbsent(user + ' ' + room, _ -> new LinkedHashMap<>()).put(id, allowed);
        LocalSystem.submit(LocalSystem.message(id, user, room, text), start + number * (long) SPACING_MILLIS);
    }

    private Set<String> ids(boolean onlyAllowed) {
        Set<String> all = new HashSet<>();
        submitted
                .values()
                .forEach(messages -> messages.forEach((id, allowed) -> {
                    if (allowed || !onlyAllowed) {
                        all.add(id);
                    }
                }));
        return all;
    }

    private static Set<String> published(List<ConsumerRecord<String, RoomCommand>> commands) {
        Set<String> ids = new LinkedHashSet<>();
        for (ConsumerRecord<String, RoomCommand> command : commands) {
            Publish publish = command.value().getPublish();
            if (publish != null) {
                ids.add(publish.getMessageId());
            }
        }
        return ids;
    }

    private static List<String> inOrder(List<ConsumerRecord<String, RoomCommand>> commands, Set<String> of) {
        List<String> ids = new ArrayList<>(published(commands));
        ids.retainAll(of);
        return ids;
    }

    private static Set<String> decided(List<ConsumerRecord<String, ModerationDecision>> decisions) {
        Set<String> ids = new HashSet<>();
        decisions.forEach(decision -> ids.add(decision.value().getMessageId()));
        return ids;
    }
}
