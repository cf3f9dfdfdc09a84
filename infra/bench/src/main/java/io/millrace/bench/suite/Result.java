package io.millrace.bench.suite;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One figure.
///
/// @param benchmark that measured it
/// @param metric what it is, for example `P99 at 300 msg/s`
/// @param unit of the value and of the baseline
/// @param baseline what it is compared with, measured in the same run
/// @param target what is wanted of the value or, with a baseline, of their ratio
public record Result(
        String benchmark,
        String metric,
        double value,
        String unit,
        @Nullable Baseline baseline,
        @Nullable Target target) {

    /// The other side of a ratio.
    public record Baseline(String name, double value) {}

    /// The most that is wanted.
    ///
    /// @param of what the limit is for
    public record Target(Subject of, double atMost) {}

    /// What a target is about.
    public enum Subject {
        VALUE,
        RATIO
    }

    /// Value by baseline, or null without one.
    public @Nullable Double ratio() {
        return baseline == null ? null : value / baseline.value();
    }

    /// Whether the target is met; null when there is none.
    public @Nullable Boolean met() {
        Target wanted = target;
        if (wanted == null) {
            return null;
        }
        Double ratio = ratio();
        return switch (wanted.of()) {
            case VALUE -> value <= wanted.atMost();
            case RATIO -> ratio != null && ratio <= wanted.atMost();
        };
    }

    /// One line of the report.
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-44s %12.2f %-14s", metric, value, unit));
        Baseline compared = baseline;
        if (compared != null) {
            line.append(String.format(
                    Locale.ROOT, " = %.2f x %s (%.2f)", value / compared.value(), compared.name(), compared.value()));
        }
        Boolean met = met();
        if (target != null && met != null) {
            line.append(String.format(
                    Locale.ROOT,
                    ", wanted %s%.2f: %s",
                    target.of() == Subject.RATIO ? "x" : "",
                    target.atMost(),
                    met ? "met" : "NOT MET"));
        }
        return line.toString();
    }
}
