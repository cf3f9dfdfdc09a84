package io.millrace.moderation.raid;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// When a room counts as attacked, and what follows. Each of the three signs can be left out.
///
/// A start for a room of some hundred people: joins 50 in 5 minutes, newcomers 20 in 1 minute, same text of
/// 5 users in 1 minute, lockdown for 15 minutes. Without any sign nothing is watched, which is the default.
///
/// @param joins so many people who were not in the room before join it; needs presence in the namespace
/// @param newcomers so many people who were not in the room before write in it
/// @param sameText so many different people write nearly the same text
/// @param texts which texts are compared
/// @param lockFor how long the room is locked, 10 seconds to 1 day; again and again while the attack goes on
/// @param learnFor how long a room is watched before joins and newcomers count, at most 30 days: until then
///     everybody there looks new
/// @param trial whether moderators are only told, and nothing is locked
public record RaidRules(
        @Nullable Crowd joins,
        @Nullable Crowd newcomers,
        @Nullable Crowd sameText,
        WatchedTexts texts,
        Duration lockFor,
        Duration learnFor,
        boolean trial) {

    /// Nothing is watched.
    public static final RaidRules OFF =
            new RaidRules(null, null, null, WatchedTexts.DEFAULT, Duration.ofMinutes(15), Duration.ofDays(1), false);

    /// @throws IllegalArgumentException when out of range
    public RaidRules {
        if (lockFor.compareTo(Duration.ofSeconds(10)) < 0 || lockFor.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("lock-for must be 10 s to 1 day, is " + lockFor);
        }
        if (learnFor.isNegative() || learnFor.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException("learn-for must be 0 to 30 days, is " + learnFor);
        }
    }

    /// Whether nothing is watched.
    public boolean isOff() {
        return joins == null && newcomers == null && sameText == null;
    }

    /// Whether it matters who was in the room before.
    public boolean asksForNewcomers() {
        return joins != null || newcomers != null;
    }

    /// How long anything that was seen is kept.
    Duration longestWindow() {
        return Stream.of(joins, newcomers, sameText)
                .filter(Objects::nonNull)
                .map(Crowd::window)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
