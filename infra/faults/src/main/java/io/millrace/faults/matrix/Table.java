package io.millrace.faults.matrix;

import io.millrace.faults.check.Anomaly.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/// The matrix as text, one line for each cell.
final class Table {

    private static final String FORMAT = "%-22s %9s %8s %8s %8s %10s %5s %5s %5s %7s %7s %9s %9s %7s  %s%n";
    private static final long MEBIBYTE = 1L << 20;

    private Table() {}

    static String header() {
        return String.format(
                Locale.ROOT,
                FORMAT,
                "cell",
                "attempts",
                "acked",
                "unknown",
                "refused",
                "delivered",
                "lost",
                "dup",
                "gaps",
                "resets",
                "other",
                "recovery",
                "after",
                "RSS MB",
                "");
    }

    static String line(CellResult result) {
        if (result.skipped().isPresent()) {
            return String.format(
                    "%-22s skipped: %s%n", result.name(), result.skipped().orElseThrow());
        }
        CellResult.Counts counts = result.counts();
        long lost = result.count(Kind.LOST_ACKNOWLEDGED, Kind.NOT_ARCHIVED, Kind.UNDELIVERED);
        long duplicated = result.count(Kind.DUPLICATE_IN_LOG, Kind.DUPLICATE_DELIVERY);
        long gaps = result.count(Kind.GAP, Kind.HOLE_IN_LOG);
        return String.format(
                Locale.ROOT,
                FORMAT,
                result.name(),
                counts.attempts(),
                counts.accepted(),
                counts.unknown(),
                counts.refused(),
                counts.delivered(),
                lost,
                duplicated,
                gaps,
                counts.resets(),
                result.anomalies().size() - lost - duplicated - gaps,
                seconds(result.recovery().first()),
                seconds(result.recovery().second()),
                most(result.memory()) / MEBIBYTE,
                result.isKept() ? "kept" : "BROKEN");
    }

    /// Why a cell is broken, one sentence a line; empty when it is not.
    static String reasons(CellResult result) {
        StringBuilder text = new StringBuilder();
        CellResult.Recovery recovery = result.recovery();
        if (!recovery.isMet()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s: publications waited %s because of the fault and %s after healing, more than %s%n",
                    result.fault(),
                    seconds(recovery.first()),
                    seconds(recovery.second()),
                    seconds(recovery.target())));
        }
        result.failures().forEach(failure -> text.append("  ").append(failure).append('\n'));
        result.anomalies().stream()
                .limit(10)
                .forEach(anomaly -> text.append("  ")
                        .append(anomaly.kind())
                        .append(": ")
                        .append(anomaly.detail())
                        .append('\n'));
        if (result.anomalies().size() > 10) {
            text.append("  and ").append(result.anomalies().size() - 10).append(" more\n");
        }
        return text.toString();
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }

    private static long most(Map<String, Long> memory) {
        return memory.values().stream().max(Comparator.naturalOrder()).orElse(0L);
    }
}
