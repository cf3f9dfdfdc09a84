package io.millrace.moderation.scorer.model;

import java.time.Instant;

/// A model that has passed its checks.
///
/// @param model what scores
/// @param labels what the scores mean
/// @param sha256 of its files
/// @param loadedAt when
/// @param trial a text and its scores, to ask again later whether the model still answers as it did
public record LoadedModel(TextModel model, Labels labels, String sha256, Instant loadedAt, Labels.Golden trial) {

    private static final int DIGITS = 12;

    /// Names the model by what its author called it and by its content.
    public String version() {
        String digest = sha256.substring(0, DIGITS);
        return labels.version().isEmpty() ? digest : labels.version() + '-' + digest;
    }
}
