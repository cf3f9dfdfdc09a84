package io.millrace.runtime.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How durations and sizes are written in the configuration.
final class Units {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");

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
                case "d" -> {
                    return Duration.ofDays(number);
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("must be a duration such as 250ms, 10s, 5m, 24h or 30d");
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
                case "GiB" -> {
                    return Math.multiplyExact(number, 1L << 30);
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException("must be a size such as 65536, 64KiB or 1MiB");
    }

    static String text(Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
        }
        if (value instanceof Double number && number == Math.rint(number)) {
            return String.valueOf(number.longValue());
        }
        return String.valueOf(value);
    }
}
