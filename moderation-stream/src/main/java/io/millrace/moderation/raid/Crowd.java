package io.millrace.moderation.raid;

import java.time.Duration;

/// How many different people in how much time are an attack.
///
/// @param people 2 to 500
/// @param window 1 second to 1 day
public record Crowd(int people, Duration window) {

    private static final int LEAST = 2;
    private static final int MOST = 500;

    /// @throws IllegalArgumentException when out of range
    public Crowd {
        if (people < LEAST || people > MOST) {
            throw new IllegalArgumentException("people must be " + LEAST + " to " + MOST + ", is " + people);
        }
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("window must be 1 s to 1 day, is " + window);
        }
    }
}
