package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.time.Duration;
import java.util.List;

/// What one sender may do over time, slow mode apart.
public final class ConductConfig {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(366);

    private ConductConfig() {}

    /// How often a sender may repeat itself.
    ///
    /// @param identical the same text, in whatever room
    /// @param similar nearly the same text, in whatever room
    /// @param crossPosts the same or nearly the same text, in how many rooms
    /// @param minLength fewest letters and digits of a text that is compared
    /// @param distance how many of 64 bits of their fingerprints may differ in nearly the same texts
    /// @param allowed texts that may be repeated
    public record Duplicates(
            Repeats identical, Repeats similar, Repeats crossPosts, int minLength, int distance, List<String> allowed) {

        public Duplicates {
            allowed = List.copyOf(allowed);
        }

        static Duplicates read(Section section) {
            return new Duplicates(
                    Repeats.read(section.section("identical"), 3, Duration.ofMinutes(1)),
                    Repeats.read(section.section("similar"), 5, Duration.ofMinutes(10)),
                    Repeats.read(section.section("cross-posts"), 3, Duration.ofMinutes(5)),
                    section.integer("min-length", 12, 1, 1_000),
                    section.integer("distance", 12, 0, 20),
                    section.texts("allowed", List.of()));
        }
    }

    /// One way to repeat oneself.
    ///
    /// @param most so many are allowed in the window
    /// @param action for one more
    public record Repeats(int most, Duration window, Action action, boolean trial) {

        static Repeats read(Section section, int most, Duration window) {
            return new Repeats(
                    section.integer("most", most, 1, 30),
                    section.duration("window", window, SECOND, DAY),
                    Places.unmasked(section),
                    section.flag("trial", false));
        }
    }

    /// How much text a sender may send.
    public record Flood(int characters, Duration per, Action action, boolean trial) {

        static Flood read(Section section) {
            return new Flood(
                    section.integer("characters", 4_000, 100, 1_000_000),
                    section.duration("per", Duration.ofMinutes(1), SECOND, DAY),
                    Places.unmasked(section),
                    section.flag("trial", false));
        }
    }

    /// What those who are new may not do.
    ///
    /// @param newFor how long a sender is new after its first message
    /// @param remembered how long after its last one a sender is known
    /// @param links for an address in the text
    /// @param mentions for calling somebody
    public record Newcomers(Duration newFor, Duration remembered, Action links, Action mentions, boolean trial) {

        static Newcomers read(Section section) {
            Newcomers read = new Newcomers(
                    section.duration("new-for", DAY, SECOND, Duration.ofDays(90)),
                    section.duration("remembered", Duration.ofDays(90), SECOND, YEAR),
                    section.choice("links", Action.OFF),
                    section.choice("mentions", Action.OFF),
                    section.flag("trial", false));
            if (read.remembered.compareTo(read.newFor) < 0) {
                section.problem("remembered", "must not be shorter than " + section.path() + ".new-for");
            }
            return read;
        }
    }

    static Duration slowMode(Section moderation) {
        return moderation.duration("slow-mode", Duration.ZERO, Duration.ZERO, Duration.ofHours(6));
    }
}
