package io.millrace.moderation.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.moderation.model.LinearScorer;
import io.millrace.moderation.model.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelRuleTest {

    /// Says 0.73 for `mild` and 0.95 for `wild` whatever the text is.
    private static final LinearScorer SCORER = new LinearScorer(Weights.read(Weights.write(
            8, List.of(new Weights.Label("mild", 0, 1, 1), new Weights.Label("wild", 0, 3, 1)), new byte[512])));

    @Test
    void scoreAboveTheThresholdIsFlagged() {
        List<Hit> hits = judge(List.of(0.7, 0.96), List.of(1.0, 1.0));

        assertThat(hits).singleElement().satisfies(hit -> {
            assertThat(hit.rule()).isEqualTo(RuleId.MODEL);
            assertThat(hit.label()).isEqualTo("mild");
            assertThat(hit.score()).isBetween(0.73, 0.74);
            assertThat(hit.span()).isNull();
            assertThat(hit.refuses()).isFalse();
        });
    }

    @Test
    void scoreAboveTheSecondThresholdIsRefused() {
        List<Hit> hits = judge(List.of(1.0, 1.0), List.of(1.0, 0.9));

        assertThat(hits)
                .singleElement()
                .extracting(Hit::told)
                .isEqualTo(new Refusal(400, "message rejected by moderation: model"));
    }

    @Test
    void refusingLabelComesFirstThenTheHigherScore() {
        assertThat(judge(List.of(0.5, 0.5), List.of(1.0, 1.0)))
                .extracting(Hit::label)
                .containsExactly("wild", "mild");
        assertThat(judge(List.of(0.5, 0.5), List.of(0.5, 1.0)))
                .extracting(Hit::label)
                .containsExactly("mild", "wild");
    }

    @Test
    void thresholdOfOneIsNeverReached() {
        assertThat(judge(List.of(1.0, 1.0), List.of(1.0, 1.0))).isEmpty();
    }

    @Test
    void strictestActionOfALabelCounts() {
        ModelRule rule = new ModelRule(
                SCORER,
                Map.of(
                        Severity.FLAG, Map.of("mild", 0.1, "wild", 0.1),
                        Severity.HOLD, Map.of("mild", 0.7),
                        Severity.DROP, Map.of("wild", 0.9, "mild", 0.8)));

        assertThat(rule.judge(Candidates.text("hello")))
                .extracting(Hit::label, Hit::severity)
                .containsExactly(tuple("wild", Severity.DROP), tuple("mild", Severity.HOLD));
    }

    @Test
    void payloadWithoutTextIsNotFlagged() {
        ModelRule rule = new ModelRule(SCORER, Map.of(Severity.FLAG, Map.of("mild", 0.0, "wild", 0.0)));

        assertThat(rule.judge(Candidates.binary(100))).isEmpty();
    }

    private static List<Hit> judge(List<Double> flag, List<Double> refuse) {
        return new ModelRule(SCORER, Map.of(Severity.FLAG, thresholds(flag), Severity.REFUSE, thresholds(refuse)))
                .judge(Candidates.text("hello"));
    }

    private static Map<String, Double> thresholds(List<Double> scores) {
        return Map.of("mild", scores.getFirst(), "wild", scores.getLast());
    }
}
