package io.millrace.moderation.scorer.model;

import java.util.List;

/// A loaded model. Thread-safe until it is closed; whoever closes it makes sure that nobody uses it any more.
public interface TextModel extends AutoCloseable {

    /// Scores texts together.
    ///
    /// @param texts at least one
    /// @param stop ends the run early when it is given
    /// @return for each text the scores in the order of the labels: 0 to 1, or NaN when the model is broken
    /// @throws ModelException when the run failed or was stopped
    double[][] score(List<String> texts, StopSignal stop);

    @Override
    void close();
}
