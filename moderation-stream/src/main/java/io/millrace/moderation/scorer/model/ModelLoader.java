package io.millrace.moderation.scorer.model;

/// Makes a model of its files.
@FunctionalInterface
public interface ModelLoader {

    /// Loads them.
    ///
    /// @throws ModelException when the files hold no usable model
    TextModel load(ModelFiles files, Labels labels);
}
