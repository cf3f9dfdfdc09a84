package io.millrace.trainer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What users of the model must know before they rely on it, in Markdown.
final class ModelCard {

    private static final int EXAMPLES = 8;

    private static final String TEXT = """
            # Model card: $NAME

            Written by `infra/trainer/run`; not to be edited by hand.

            | | |
            |---|---|
            | version | `$VERSION` (beginning of the SHA-256 of `weights.bin`) |
            | kind | logistic regression, one label against the rest, on hashed features |
            | labels | insult, threat, spam, sexual, profanity; a text can have several |
            | language | English only |
            | licence | that of the project, Apache-2.0; model and corpus |

            ## Use

            A baseline that flags messages for people to review. By default it only flags: the message is delivered,
            and the decision in `moderation.decisions` tells label and score. It is no judge of people.

            Not for: refusing messages alone, without lists, limits and people; other languages than English; slurs
            and terms of hate, which belong on the blocklist and are not in the corpus; threats that are serious;
            self-harm, where a person needs help and not a filter; anything but short messages of chats.

            ## Corpus

            $ROWS sentences in $GROUPS groups, written for this project; nothing was collected from people or
            taken from other data sets, so no personal data is in it. One idea of what people say, and of
            what is an insult, is in it. Words of group hatred are left out on purpose.

            | label | sentences |
            |---|---|
            $SENTENCES
            Sentences of one topic or template are one group. Groups are divided, by a hash, into $PARTS.
            The hold-out (`holdout.tsv`) was written apart from the corpus. It decided nothing:
            settings and thresholds were chosen on dev.

            ## Method

            Text is folded as for the blocklist, then disguises are undone (drawn out letters, digits and signs for
            letters, spelled out words) and numbers, links and money replaced by their shape. Features: words, pairs
            of words, and parts of three and four letters, hashed (FNV-1a) into 2^$BITS buckets. Weights are one byte
            each. A text of more than 32 words is scored in overlapping windows, and the highest score counts.
            Training: liblinear, L2-regularised logistic regression, cost $COST, weight of a labelled sentence
            $RARENESS, seed $SEED; each sentence also once with a star or with swapped letters. Probabilities are
            calibrated by a temperature on dev; a threshold is the lowest one of 0.5 or more with a precision of
            $PRECISION or more on dev.

            ## Figures

            At the thresholds of `labels.json`; in brackets 95 % intervals (bootstrap of 1,000; of test whole groups are
            drawn, of the hold-out sentences). `any` asks only whether a sentence has any label.

            Test: groups that were never seen.

            $TEST
            Hold-out:

            $HOLDOUT
            Dev, on which the thresholds were chosen and which is therefore too good, and the test part of a random
            split, in which sentences of one group are on both sides. **A random split says little about messages of
            strangers: do not quote it.** It is here for comparison; far better figures than test and hold-out would show
            that the corpus repeats itself.

            $OTHER
            A recall of 0.00 means that no threshold was precise enough on that dev part.

            ## Bias probes

            20 harmless sentences with each of 30 words for groups of people. Share flagged, wrongly, and mean of the highest score:

            $BIAS
            The same sentences with other words would give other numbers; a spread of 0.05 is one sentence.

            ## Disguises

            Share of the flagged sentences of test and hold-out that are still flagged when they are disguised:

            $OBFUSCATION
            ## Calibration

            Hold-out by the highest score of any label, and the share that really has a label:

            $CALIBRATION
            ## Known failures

            The worst misses among the sentences of test:

            $MISSES
            and the worst false alarms:

            $ALARMS
            Insults without any insulting word, irony, threats between the lines, new words, and what only the conversation
            explains are mostly missed. Praise in the form of an insult, and talk about abuse, is sometimes flagged.

            ## Retraining and replacing

            `infra/trainer/run` trains on `moderation-stream/src/main/corpus/*.tsv` and writes this folder; a test
            compares the committed figures with a new training. `moderation.model.file` names another `weights.bin`.
            Figures of latency are in `docs/benchmarks.md`. Nothing is learned from messages of users.
            """;

    private ModelCard() {}

    /// The card of a model.
    static String of(Metrics metrics, Measurement.Trained model) {
        Settings settings = metrics.model().settings();
        Map<String, String> values = Map.ofEntries(
                Map.entry("NAME", metrics.model().name()),
                Map.entry("VERSION", metrics.model().version()),
                Map.entry("ROWS", Integer.toString(metrics.corpus().rows())),
                Map.entry("GROUPS", Integer.toString(metrics.corpus().groups())),
                Map.entry("SENTENCES", counts(metrics.corpus().sentences())),
                Map.entry("PARTS", parts(metrics.corpus().parts())),
                Map.entry("BITS", Integer.toString(settings.bits())),
                Map.entry("COST", Double.toString(settings.cost())),
                Map.entry("RARENESS", Double.toString(settings.rareness())),
                Map.entry("SEED", Long.toString(settings.seed())),
                Map.entry("PRECISION", Double.toString(settings.precision())),
                Map.entry("TEST", CardTables.quality(metrics, Metrics.Parts::test)),
                Map.entry("HOLDOUT", CardTables.quality(metrics, Metrics.Parts::holdout)),
                Map.entry("OTHER", CardTables.others(metrics)),
                Map.entry("BIAS", CardTables.bias(metrics.bias())),
                Map.entry("OBFUSCATION", CardTables.shares(metrics.obfuscation())),
                Map.entry("CALIBRATION", CardTables.calibration(metrics.calibration())),
                Map.entry("MISSES", examples(Measurement.mistakes(model, true, EXAMPLES))),
                Map.entry("ALARMS", examples(Measurement.mistakes(model, false, EXAMPLES))));
        return Pattern.compile("\\$([A-Z]+)")
                .matcher(TEXT)
                .replaceAll(found ->
                        Matcher.quoteReplacement(Objects.requireNonNull(values.get(found.group(1)), found.group(1))));
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> "| " + entry.getKey() + " | " + entry.getValue() + " |\n")
                .collect(Collectors.joining());
    }

    private static String parts(Map<String, Integer> parts) {
        return parts.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String examples(List<Scored> mistakes) {
        return mistakes.stream()
                .map(scored ->
                        "- `" + scored.row().text() + "` " + scored.row().kind().replace("+", ", "))
                .map(String::strip)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
