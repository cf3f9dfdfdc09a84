package io.millrace.moderation.scorer.model;

import java.util.Map;

/// What came of one text.
public sealed interface Row {

    /// It was scored.
    ///
    /// @param byLabel 0 to 1
    record Scores(Map<String, Double> byLabel) implements Row {

        public Scores {
            byLabel = Map.copyOf(byLabel);
        }
    }

    /// It was not.
    record Missing(Reason reason) implements Row {}

    /// Why there are no scores, in the words of `ModelScores.error`.
    enum Reason {
        /// There is no usable model.
        ABSENT("absent"),
        /// There was no time, or no time left.
        LATE("late"),
        /// There is too much to do.
        OVERLOAD("overload"),
        /// The model failed, or its scores are no numbers.
        FAILED("failed");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /// As it is written.
        public String text() {
            return text;
        }
    }
}
