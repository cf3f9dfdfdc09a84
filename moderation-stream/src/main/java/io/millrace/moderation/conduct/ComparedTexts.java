package io.millrace.moderation.conduct;

import java.util.List;

/// Which texts count as repeated. Texts are compared folded: case, accents, look-alikes, blanks and
/// invisible characters make no difference.
///
/// @param minLength letters and digits that a text needs to be compared, 1 to 1,000; shorter ones such as
///     "ok" are everybody's
/// @param distance how many of 64 bits of their fingerprints may differ in nearly the same texts, 0 to 20
/// @param allowed texts that may be repeated, at most 1,000
public record ComparedTexts(int minLength, int distance, List<String> allowed) {

    /// From 12 letters, 12 bits, no exceptions.
    public static final ComparedTexts DEFAULT = new ComparedTexts(12, 12, List.of());

    private static final int LONGEST_MINIMUM = 1_000;
    private static final int GREATEST_DISTANCE = 20;
    private static final int MOST_ALLOWED = 1_000;

    /// @throws IllegalArgumentException when out of range
    public ComparedTexts {
        Range.require("min-length", minLength, 1, LONGEST_MINIMUM);
        Range.require("distance", distance, 0, GREATEST_DISTANCE);
        Range.require("allowed (entries)", allowed.size(), 0, MOST_ALLOWED);
        allowed = List.copyOf(allowed);
    }
}
