package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.time.Duration;

/// When a room counts as attacked, and what follows.
///
/// @param joins so many people who were not in the room before join it
/// @param newcomers so many people who were not in the room before write in it
/// @param sameText so many different people write nearly the same text
/// @param minLength fewest letters and digits of a text that is compared
/// @param distance how many of 64 bits of their fingerprints may differ
/// @param lockFor how long the room is locked
/// @param learnFor how long a room is watched before joins and newcomers count
/// @param trial whether moderators are only told
public record RaidsConfig(
        Crowd joins,
        Crowd newcomers,
        Crowd sameText,
        int minLength,
        int distance,
        Duration lockFor,
        Duration learnFor,
        boolean trial) {

    private static final Duration DAY = Duration.ofDays(1);

    /// How many people in how much time are an attack.
    ///
    /// @param people 0 for no number
    public record Crowd(int people, Duration window) {

        static Crowd read(Section section, Duration window) {
            Crowd read = new Crowd(
                    section.integer("people", 0, 0, 500),
                    section.duration("window", window, Duration.ofSeconds(1), DAY));
            if (read.people == 1) {
                section.problem("people", "must be 0 for none or at least 2, is 1");
            }
            return read;
        }
    }

    static RaidsConfig read(Section section) {
        return new RaidsConfig(
                Crowd.read(section.section("joins"), Duration.ofMinutes(5)),
                Crowd.read(section.section("newcomers"), Duration.ofMinutes(1)),
                Crowd.read(section.section("same-text"), Duration.ofMinutes(1)),
                section.integer("min-length", 16, 1, 1_000),
                section.integer("distance", 8, 0, 20),
                section.duration("lock-for", Duration.ofMinutes(15), Duration.ofSeconds(10), DAY),
                section.duration("learn-for", DAY, Duration.ZERO, Duration.ofDays(30)),
                section.flag("trial", false));
    }
}
