package io.millrace.moderation.raid;

/// Which texts of different people count as the same.
///
/// @param minLength letters and digits that a text needs to be compared, 1 to 1,000: many say "hello" or
///     cheer together
/// @param distance how many of 64 bits of their fingerprints may differ, 0 to 20
public record WatchedTexts(int minLength, int distance) {

    /// From 16 letters, 8 bits.
    public static final WatchedTexts DEFAULT = new WatchedTexts(16, 8);

    private static final int LONGEST_MINIMUM = 1_000;
    private static final int GREATEST_DISTANCE = 20;

    /// @throws IllegalArgumentException when out of range
    public WatchedTexts {
        if (minLength < 1 || minLength > LONGEST_MINIMUM) {
            throw new IllegalArgumentException("min-length must be 1 to " + LONGEST_MINIMUM + ", is " + minLength);
        }
        if (distance < 0 || distance > GREATEST_DISTANCE) {
            throw new IllegalArgumentException("distance must be 0 to " + GREATEST_DISTANCE + ", is " + distance);
        }
    }
}
