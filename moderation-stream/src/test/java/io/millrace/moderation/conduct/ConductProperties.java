package io.millrace.moderation.conduct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.id.RoomId;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ConductProperties {

    private static final List<String> TEXTS = List.of(
            "buy cheap followers here, only today",
            "buy cheap followers here, only today!!",
            "the train was late again this morning",
            "ok");

    /// A message of a sender, and what became of it.
    private record Step(Message message, ConductVerdict verdict, Conduct after, boolean taken) {}

    record Message(int room, int text, long at, boolean welcome) {}

    @Property(tries = 300)
    void noWindowHoldsMoreOfATextThanAllowed(
            @ForAll("rules") ConductRules rules, @ForAll("messages") List<Message> messages) {
        List<Step> taken = run(rules, messages).stream().filter(Step::taken).toList();
        Repeats identical = rules.identical();

        for (Step last : taken) {
            if (identical != null && last.message.text != TEXTS.size() - 1) {
                long now = last.after.times().at();
                long same = taken.stream()
                        .filter(step -> isSameText(step, last))
                        .mapToLong(step -> step.after.times().at())
                        .filter(at -> at <= now && at > now - identical.window().toMillis())
                        .count();
                assertThat(same).isLessThanOrEqualTo(identical.most());
            }
        }
    }

    @Property(tries = 300)
    void slowModeKeepsMessagesInARoomApart(
            @ForAll("rules") ConductRules rules, @ForAll("messages") List<Message> messages) {
        for (int room = 0; room < 3; room++) {
            int here = room;
            List<Long> times = run(rules, messages).stream()
                    .filter(step -> step.taken && step.message.room == here)
                    .map(step -> step.after.times().at())
                    .toList();
            for (int i = 1; i < times.size(); i++) {
                assertThat(times.get(i) - times.get(i - 1))
                        .isGreaterThanOrEqualTo(rules.slowMode().toMillis());
            }
        }
    }

    @Property(tries = 300)
    void charactersTakenNeverExceedTheBucketAndWhatFlowsIn(
            @ForAll("rules") ConductRules rules, @ForAll("messages") List<Message> messages) {
        List<Step> taken = run(rules, messages).stream().filter(Step::taken).toList();
        Flood flood = rules.flood();

        for (int first = 0; flood != null && first < taken.size(); first++) {
            double characters = 0;
            for (int last = first; last < taken.size(); last++) {
                characters += TEXTS.get(taken.get(last).message.text).length();
                long elapsed = taken.get(last).after.times().at()
                        - taken.get(first).after.times().at();
                double flownIn =
                        (double) elapsed * flood.characters() / flood.per().toMillis();
                assertThat(characters).isLessThanOrEqualTo(flood.characters() + flownIn + 1e-6);
            }
        }
    }

    @Property(tries = 300)
    void readingAnyTailAgainGivesTheSameAnswersAndChangesNothing(
            @ForAll("rules") ConductRules rules,
            @ForAll("messages") List<Message> messages,
            @ForAll("splits") int split) {
        List<Step> once = run(rules, messages);
        if (once.isEmpty()) {
            return;
        }
        Conduct last = Conduct.fromBytes(once.getLast().after.toBytes());
        long forgets = last.nextChangeAt();

        for (int i = split % once.size(); i < once.size(); i++) {
            if (once.get(i).message.at < forgets) {
                ConductVerdict again = judge(rules, last, once.get(i).message, i);
                assertThat(again.after(true)).isEqualTo(last);
                // Of very many the older ones get the answer of a younger one; a refusal stays a refusal.
                if (once.size() - i <= 16) {
                    assertThat(again.hits()).isEqualTo(once.get(i).verdict.hits());
                } else if (!once.get(i).verdict.hits().isEmpty()) {
                    assertThat(again.hits()).isNotEmpty();
                }
            }
        }
    }

    @Property(tries = 300)
    void everyStateSurvivesStorageAndIsSmall(
            @ForAll("rules") ConductRules rules, @ForAll("messages") List<Message> messages) {
        assertThat(run(rules, messages)).allSatisfy(step -> {
            byte[] bytes = step.after.toBytes();
            assertThat(bytes).hasSizeLessThan(1_300);
            assertThat(Conduct.fromBytes(bytes)).isEqualTo(step.after);
        });
    }

    @Property(tries = 300)
    void forgettingWhenAllowedIsTheSameAsRemembering(
            @ForAll("rules") ConductRules rules, @ForAll("messages") List<Message> messages) {
        for (Step step : run(rules, messages)) {
            long at = step.after.nextChangeAt();
            for (int text = 0; text < TEXTS.size(); text++) {
                Message next = new Message(step.message.room, text, at, true);
                assertThat(judge(rules, step.after, next, 1_000_000).hits())
                        .isEqualTo(judge(rules, step.after.worthKeeping(at), next, 1_000_000)
                                .hits());
            }
        }
    }

    @Property(tries = 200)
    void bytesThatAreNoConductAreRefused(@ForAll("rules") ConductRules rules, @ForAll byte[] noise) {
        byte[] stored =
                run(rules, List.of(new Message(0, 0, 1, true))).getLast().after.toBytes();

        for (int length = 0; length < stored.length; length++) {
            byte[] cut = Arrays.copyOf(stored, length);
            assertThatIllegalArgumentException().isThrownBy(() -> Conduct.fromBytes(cut));
        }
        byte[] strange = noise.length == 0 ? new byte[] {9} : noise;
        strange[0] = 9;
        assertThatIllegalArgumentException().isThrownBy(() -> Conduct.fromBytes(strange));
    }

    private static boolean isSameText(Step one, Step other) {
        // The first two differ in nothing but signs.
        return Math.max(1, one.message.text) == Math.max(1, other.message.text);
    }

    private static List<Step> run(ConductRules rules, List<Message> messages) {
        List<Step> steps = new ArrayList<>();
        Conduct state = null;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            ConductVerdict verdict = judge(rules, state, message, i);
            boolean taken = message.welcome && verdict.hits().stream().noneMatch(Hit::refuses);
            state = verdict.after(taken);
            steps.add(new Step(message, verdict, state, taken));
        }
        return steps;
    }

    private static ConductVerdict judge(ConductRules rules, @Nullable Conduct before, Message message, long position) {
        return new ConductJudge(rules)
                .judge(
                        before,
                        new Arrival(new RoomId("chat:" + message.room), position, message.at),
                        Sender.message(TEXTS.get(message.text)),
                        SlowMode.NONE);
    }

    @Provide
    Arbitrary<ConductRules> rules() {
        Arbitrary<Repeats> repeats = Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.of(Severity.REFUSE, Severity.REFUSE, Severity.FLAG))
                .as((most, seconds, severity) -> new Repeats(most, Duration.ofSeconds(seconds), severity, false));
        Arbitrary<Repeats> strict =
                repeats.map(some -> new Repeats(some.most(), some.window(), Severity.REFUSE, false));
        Arbitrary<Flood> floods = Combinators.combine(
                        Arbitraries.integers().between(100, 300),
                        Arbitraries.integers().between(1, 100))
                .as((characters, seconds) ->
                        new Flood(characters, Duration.ofSeconds(seconds), Severity.REFUSE, false));
        return Combinators.combine(
                        Arbitraries.of(0, 0, 1, 7),
                        strict.injectNull(0.3),
                        repeats.injectNull(0.5),
                        repeats.injectNull(0.5),
                        floods.injectNull(0.5))
                .as((slow, identical, similar, crossPosts, flood) -> new ConductRules(
                        Duration.ofSeconds(slow), identical, similar, crossPosts, ComparedTexts.DEFAULT, flood, null));
    }

    /// Mostly forwards in time, sometimes back.
    @Provide
    Arbitrary<List<Message>> messages() {
        Arbitrary<Message> steps = Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, TEXTS.size() - 1),
                        Arbitraries.longs().between(-1_000, 9_000),
                        Arbitraries.of(true, true, true, false))
                .as(Message::new);
        return steps.list().ofMaxSize(80).map(list -> {
            List<Message> messages = new ArrayList<>();
            long time = 1_000_000;
            for (Message step : list) {
                time += step.at;
                messages.add(new Message(step.room, step.text, time, step.welcome));
            }
            return messages;
        });
    }

    @Provide
    Arbitrary<Integer> splits() {
        return Arbitraries.integers().between(0, 1_000);
    }
}
