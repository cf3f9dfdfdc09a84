package io.millrace.load.report;

import java.util.Locale;

/// Numbers for people.
final class Numbers {

    private Numbers() {}

    /// `1,234,567`.
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1,234` or `12.5`; a dash for none.
    static String rate(double number) {
        if (Double.isNaN(number)) {
            return "–";
        }
        return String.format(Locale.ROOT, number >= 100 || number == 0 ? "%,.0f" : "%.1f", number);
    }

    /// `0.87 ms`, `12.3 ms` or `1.42 s`; a dash for none.
    static String millis(double millis) {
        if (Double.isNaN(millis)) {
            return "–";
        }
        if (millis >= 1_000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1_000);
        }
        return String.format(Locale.ROOT, millis >= 100 ? "%.0f ms" : millis >= 10 ? "%.1f ms" : "%.2f ms", millis);
    }

    /// `12 %`; a dash for none.
    static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /// `24.0 GiB`.
    static String gibibytes(long bytes) {
        return bytes < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
