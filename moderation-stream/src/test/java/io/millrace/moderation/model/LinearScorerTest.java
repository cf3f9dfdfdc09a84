package io.millrace.moderation.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.text.TextFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LinearScorerTest {

    private static final LinearScorer SHIPPED = new LinearScorer(Weights.shipped());
    private static final String INSULT = "you are such an idiot and a loser";

    @Test
    void shippedModelTellsAnInsultFromAGreeting() {
        double insult = score(SHIPPED, INSULT)[0];
        double greeting = score(SHIPPED, "good morning everyone, nice to see you")[0];

        assertThat(insult).isGreaterThan(SHIPPED.labels().getFirst().threshold());
        assertThat(greeting).isLessThan(0.2);
    }

    @Test
    void textWithoutWordsHasNoScore() {
        assertThat(score(SHIPPED, " ... ")).containsOnly(0);
    }

    @Test
    void longTextIsAsBadAsItsWorstPart() {
        String friendly = "we went to the lake and had a picnic with the children. ".repeat(40);

        double alone = score(SHIPPED, friendly)[0];
        double hidden = score(SHIPPED, friendly + INSULT + ". " + friendly)[0];

        assertThat(alone).isLessThan(0.5);
        assertThat(hidden).isGreaterThan(alone + 0.05);
    }

    @Property(tries = 300)
    void everyScoreIsAProbability(@ForAll String text) {
        assertThat(Arrays.stream(score(SHIPPED, text)).boxed())
                .allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0));
    }

    @Test
    void extremeWeightsStillGiveProbabilities() {
        byte[] values = new byte[256];
        new Random(7).nextBytes(values);
        for (double scale : new double[] {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE}) {
            Weights weights = Weights.read(
                    Weights.write(8, List.of(new Weights.Label("any", scale, Double.MAX_VALUE, 1)), values));

            assertThat(score(new LinearScorer(weights), INSULT.repeat(100))[0]).isBetween(0.0, 1.0);
        }
    }

    @Test
    void sameTextHasTheSameScoresInEveryThread() throws Exception {
        double[] expected = score(SHIPPED, INSULT);

        List<Future<Boolean>> same = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 200; i++) {
                same.add(threads.submit(() -> Arrays.equals(score(SHIPPED, INSULT), expected)));
            }
        }

        for (Future<Boolean> one : same) {
            assertThat(one.get()).isTrue();
        }
    }

    private static double[] score(LinearScorer scorer, String text) {
        return scorer.score(TextFolder.fold(text));
    }
}
