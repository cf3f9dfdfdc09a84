package io.millrace.load.scenario;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How durations, sizes and shares are written in a scenario.
final class Units {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");

    private Units() {}

    static Duration duration(String text) {
        Matcher amount = AMOUNT.matcher(text);
        if (amount.matches()) {
            long number = Long.parseLong(amount.group(1));
            switch (amount.group(2)) {
                case "ms" -> {
                    return Duration.ofMillis(number);
                }
                case "s" -> {
                    return Duration.ofSeconds(number);
                }
                case "m" -> {
                    return Duration.ofMinutes(number);
                }
                case "h" -> {
                    return Duration.ofHours(number);
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("must be a duration such as 250ms, 10s, 5m or 1h");
    }

    static long bytes(String text) {
        Matcher amount = AMOUNT.matcher(text);
        if (amount.matches()) {
            long number = Long.parseLong(amount.group(1));
            switch (amount.group(2)) {
                case "", "B" -> {
                    return number;
                }
                case "KiB" -> {
                    return Math.multiplyExact(number, 1L << 10);
                }
                case "MiB" -> {
                    return Math.multiplyExact(number, 1L << 20);
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("must be a size such as 120, 4KiB or 1MiB");
    }

    /// A share such as `20%`, as a fraction.
    static double share(String text) {
        Matcher share = SHARE.matcher(text);
        if (share.matches()) {
            return Double.parseDouble(share.group(1)) / 100;
        }
        throw new IllegalArgumentException("must be a share such as 20%");
    }

    static String text(Duration value) {
        return value.toMillisPart() == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
    }

    /// A number without decimals that say nothing.
    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
