package io.millrace.micro;

import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.model.Weights;
import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.TextFolder;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The scores of the shipped model for one message of a chat: once for each moderated message.
@State(Scope.Thread)
public class TextScoring {

    private static final List<String> TEXTS = List.of(
            "that was a great match yesterday, see you all on sunday at the lake?",
            "has anyone seen the new timetable, i cannot find it on the page any more",
            "lol no way, i told you so! what did she say when you gave her the keys",
            "the build fails on my machine, but only when i run it after midnight");

    /// How often a text is repeated: about 70 and about 2,200 characters.
    @Param({"1", "32"})
    public int times = 1;

    private final LinearScorer scorer = new LinearScorer(Weights.shipped());
    private int next;

    /// The score alone; the text was folded for the rules before.
    @Benchmark
    public double[] score(Folded texts) {
        return scorer.score(texts.next());
    }

    /// Folding and score.
    @Benchmark
    public double[] foldAndScore() {
        next = (next + 1) % TEXTS.size();
        return scorer.score(TextFolder.fold(TEXTS.get(next).repeat(times)));
    }

    /// Texts as the rules hand them on.
    @State(Scope.Thread)
    public static class Folded {

        private FoldedText[] texts = {};
        private int next;

        /// Folds the texts.
        @Setup
        public void fold(TextScoring scoring) {
            texts = TEXTS.stream()
                    .map(text -> TextFolder.fold(text.repeat(scoring.times)))
                    .toArray(FoldedText[]::new);
        }

        FoldedText next() {
            next = (next + 1) % texts.length;
            return texts[next];
        }
    }
}
