package io.millrace.moderation.topology;

import static io.millrace.moderation.topology.Partition.DEADLINE;
import static io.millrace.moderation.topology.Partition.HELD_FOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.policy.Holds;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.schema.moderation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HoldingProperties {

    private static final List<String> USERS = List.of("alice", "bob");
    private static final List<String> ROOMS = List.of("chat:one", "chat:two");
    private static final List<String> WORDS = List.of("hello", "hold", "hold", "mask", "refuse", "drop");
    private static final Set<Verdict> PASSED = Set.of(Verdict.ALLOW, Verdict.MASK, Verdict.RETRACT);

    enum Event {
        SAY,
        SCORE,
        FAIL,
        APPROVE,
        REMOVE,
        TICK,
        RESTART
    }

    /// What happens.
    ///
    /// @param a chooses who or what, by its remainder
    /// @param b chooses the rest
    record Step(Event event, int a, int b) {}

    /// Whose messages to which room.
    record Lane(String user, String room) {}

    @Property(tries = 500)
    void orderIsKeptAndNothingIsLostOrPublishedTwice(
            @ForAll("scorers") ScorerUse scorer, @ForAll Holds.OnTimeout onTimeout, @ForAll("steps") List<Step> steps) {
        Run run = new Run(scorer, onTimeout);

        steps.stream().filter(step -> step.event != Event.RESTART).forEach(run::make);
        run.finish();

        List<String> published = run.partition.published();
        assertThat(published).doesNotHaveDuplicates();
        assertThat(run.inOrder(published)).isTrue();
        assertThat(run.partition.answers())
                .extracting(answer -> answer.getMessageId())
                .doesNotHaveDuplicates();
        run.assertNothingIsLost(published);
    }

    @Property(tries = 300)
    void restartsLoseNothingAndKeepTheOrderInWhichMessagesFirstAppear(
            @ForAll("scorers") ScorerUse scorer, @ForAll Holds.OnTimeout onTimeout, @ForAll("steps") List<Step> steps) {
        Run run = new Run(scorer, onTimeout);

        steps.forEach(run::make);
        run.finish();

        List<String> published = List.copyOf(new java.util.LinkedHashSet<>(run.partition.published()));
        assertThat(run.inOrder(published)).isTrue();
        run.assertNothingIsLost(published);
    }

    private static final class Run {

        private final Partition partition = new Partition();
        private final List<String> sent = new ArrayList<>();

        private final Map<String, Lane> lanes = new HashMap<>();

        Run(ScorerUse scorer, Holds.OnTimeout onTimeout) {
            partition.policy = Partition.policy(scorer, new Holds(HELD_FOR, onTimeout, 5, true));
        }

        void make(Step step) {
            switch (step.event) {
                case SAY -> say(step);
                case SCORE -> answer(step, false);
                case FAIL -> answer(step, true);
                case APPROVE -> rule(RulingAction.APPROVE, step);
                case REMOVE -> rule(RulingAction.REMOVE, step);
                case TICK -> partition.pass(Duration.ofMillis(step.b * 20L));
                case RESTART -> partition.restart();
            }
        }

        private void say(Step step) {
            String user = USERS.get(step.a % 2);
            String room = ROOMS.get(step.a / 2 % 2);
            String id = WORDS.get(step.b % WORDS.size()) + "-" + sent.size();
            sent.add(id);
            lanes.put(id, new Lane(user, room));
            partition.say(user, room, id);
        }

        private void answer(Step step, boolean error) {
            List<ScoreRequest> requests = partition.all(ScoreRequest.class);
            if (!requests.isEmpty()) {
                ScoreRequest request = requests.get(step.a % requests.size());
                var answer = partition.answerTo(request.getMessageId()).setHeld(request.getHeld());
                partition.answer(
                        error
                                ? answer.setError("overload").build()
                                : answer.setScores(Map.of("insult", step.b % 10 / 10.0))
                                        .build());
            }
        }

        private void rule(RulingAction action, Step step) {
            if (!sent.isEmpty()) {
                String id = sent.get(step.a % sent.size());
                Lane lane = Objects.requireNonNull(lanes.get(id));
                partition.rule(lane.user, lane.room, action, id);
            }
        }

        void finish() {
            partition.pass(DEADLINE);
            partition.pass(HELD_FOR);
            partition.pass(HELD_FOR);
            assertThat(partition.all(ModerationDecision.class)).isNotNull();
        }

        boolean inOrder(List<String> published) {
            Map<Lane, Integer> last = new HashMap<>();
            for (String id : published) {
                int number = sent.indexOf(id);
                Integer before = last.put(Objects.requireNonNull(lanes.get(id)), number);
                if (before != null && before > number) {
                    return false;
                }
            }
            return true;
        }

        void assertNothingIsLost(List<String> published) {
            Set<String> appeared = new HashSet<>(published);
            Map<String, Verdict> newest = new HashMap<>();
            Map<String, Boolean> refused = new HashMap<>();
            for (ModerationDecision decision : partition.all(ModerationDecision.class)) {
                newest.put(decision.getMessageId(), decision.getVerdict());
                refused.merge(decision.getMessageId(), !PASSED.contains(decision.getVerdict()), Boolean::logicalOr);
            }
            for (String id : sent) {
                assertThat(newest).containsKey(id);
                assertThat(newest.get(id)).as(id).isNotEqualTo(Verdict.HOLD);
                if (!appeared.contains(id)) {
                    assertThat(refused.get(id)).as(id + " is in no room").isTrue();
                }
            }
            assertThat(partition.publishes()).extracting(Publish::getMessageId).isSubsetOf(sent);
        }
    }

    @Provide
    Arbitrary<ScorerUse> scorers() {
        return Combinators.combine(Arbitraries.of(ScorerUse.Mode.values()), Arbitraries.of(ScorerUse.WhenDown.values()))
                .as(Partition::scorer);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 100);
        Arbitrary<Event> events = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(8, Event.SAY),
                net.jqwik.api.Tuple.of(6, Event.SCORE),
                net.jqwik.api.Tuple.of(2, Event.FAIL),
                net.jqwik.api.Tuple.of(3, Event.APPROVE),
                net.jqwik.api.Tuple.of(2, Event.REMOVE),
                net.jqwik.api.Tuple.of(3, Event.TICK),
                net.jqwik.api.Tuple.of(1, Event.RESTART));
        return Combinators.combine(events, numbers, numbers)
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }
}
