package io.millrace.moderation.dryrun;

import io.millrace.moderation.policy.PolicySource;
import io.millrace.moderation.text.PayloadText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts what another policy would change. Confined to one thread.
final class Comparison {

    private static final int SHOWN_CHARACTERS = 200;

    private final Side now;
    private final Side then;
    private final int mostExamples;
    private final boolean showText;
    private long messages;
    private long changed;
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<String, Counts> rules = new TreeMap<>();
    private final Map<String, Long> rooms = new TreeMap<>();
    private final Map<String, List<Example>> examples = new TreeMap<>();

    /// @param now the policies that apply
    /// @param then the policies that are tried
    /// @param mostExamples of each change of the verdict
    /// @param showText whether examples have the text
    Comparison(PolicySource now, PolicySource then, int mostExamples, boolean showText) {
        this.now = new Side(now);
        this.then = new Side(then);
        this.mostExamples = mostExamples;
        this.showText = showText;
    }

    /// How many messages a rule fires for, with the policies of now and with the others.
    record Counts(long now, long then) {

        static final Counts NONE = new Counts(0, 0);
    }

    /// A message that would get another verdict.
    ///
    /// @param offset in the room; null when it is not known
    /// @param rules that fire with the policies that are tried
    /// @param text null unless it was asked for
    record Example(
            String room,
            @Nullable Long offset,
            String messageId,
            List<String> rules,
            @Nullable String text) {}

    /// Everything that was counted.
    ///
    /// @param changed messages with another verdict
    /// @param verdicts how many messages by `from -> to`
    /// @param rules by rule and what it found
    /// @param rooms how many changed messages by room
    /// @param examples by `from -> to`
    record Result(
            long messages,
            long changed,
            Map<String, Long> verdicts,
            Map<String, Counts> rules,
            Map<String, Long> rooms,
            Map<String, List<Example>> examples) {}

    /// Judges the next message both ways.
    void add(Said said) {
        messages++;
        Effect before = Effect.of(now.judge(said, messages));
        Effect after = Effect.of(then.judge(said, messages));
        before.rules().forEach(rule -> rules.merge(rule, new Counts(1, 0), Comparison::sum));
        after.rules().forEach(rule -> rules.merge(rule, new Counts(0, 1), Comparison::sum));
        String change = before.verdict() + " -> " + after.verdict();
        verdicts.merge(change, 1L, Long::sum);
        if (!before.verdict().equals(after.verdict())) {
            changed++;
            rooms.merge(said.room().value(), 1L, Long::sum);
            List<Example> known = examples.computeIfAbsent(change, _ -> new ArrayList<>());
            if (known.size() < mostExamples) {
                known.add(example(said, after));
            }
        }
    }

    private static Counts sum(Counts a, Counts b) {
        return new Counts(a.now + b.now, a.then + b.then);
    }

    private Example example(Said said, Effect after) {
        return new Example(
                said.room().value(),
                said.offset(),
                said.messageId(),
                List.copyOf(after.rules()),
                showText ? PayloadText.of(said.data(), said.format(), SHOWN_CHARACTERS) : null);
    }

    Result result() {
        return new Result(messages, changed, verdicts, rules, rooms, examples);
    }
}
