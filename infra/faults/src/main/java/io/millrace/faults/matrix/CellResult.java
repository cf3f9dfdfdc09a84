package io.millrace.faults.matrix;

import io.millrace.faults.check.Anomaly;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came out of a cell.
///
/// @param name of the cell
/// @param fault with the process that was hit
/// @param counts of publications and deliveries
/// @param recovery until every room worked again
/// @param anomalies of the history
/// @param failures other promises that were not kept, one sentence each
/// @param memory the most resident bytes of each process
/// @param skipped why this machine cannot do it, empty when it was played
public record CellResult(
        String name,
        String fault,
        Counts counts,
        Recovery recovery,
        List<Anomaly> anomalies,
        List<String> failures,
        Map<String, Long> memory,
        Optional<String> skipped) {

    /// Publications and deliveries.
    ///
    /// @param unknown publications without a certain outcome at the end
    /// @param resets subscriptions that were told to start anew
    public record Counts(long attempts, long accepted, long unknown, long refused, long delivered, long resets) {}

    /// The longest that a publication waited until its sender and every subscriber of its room had it: as
    /// long as some room does not work, somebody waits.
    ///
    /// @param first from the moment that counts
    /// @param second of those sent after healing, where that is not the moment that counts
    /// @param target the most that either may be
    public record Recovery(Duration first, Duration second, Duration target) {

        boolean isMet() {
            return first.compareTo(target) <= 0 && second.compareTo(target) <= 0;
        }
    }

    /// A cell that this machine cannot play.
    static CellResult skipped(Cell cell, String fault, String why) {
        return empty(cell, fault, List.of(), Optional.of(why));
    }

    /// A cell that could not be played to its end.
    static CellResult failed(Cell cell, String why) {
        return empty(cell, cell.name(), List.of(why), Optional.empty());
    }

    private static CellResult empty(Cell cell, String fault, List<String> failures, Optional<String> skipped) {
        return new CellResult(
                cell.name(),
                fault,
                new Counts(0, 0, 0, 0, 0, 0),
                new Recovery(Duration.ZERO, Duration.ZERO, cell.component().target()),
                List.of(),
                failures,
                Map.of(),
                skipped);
    }

    /// Anomalies of these kinds.
    long count(Anomaly.Kind... kinds) {
        List<Anomaly.Kind> wanted = List.of(kinds);
        return anomalies.stream()
                .filter(anomaly -> wanted.contains(anomaly.kind()))
                .count();
    }

    /// Whether every promise was kept.
    public boolean isKept() {
        return anomalies.isEmpty() && failures.isEmpty() && recovery.isMet();
    }
}
