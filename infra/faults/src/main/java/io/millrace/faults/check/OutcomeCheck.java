package io.millrace.faults.check;

import io.millrace.faults.check.Anomaly.Kind;
import java.util.HashSet;
import java.util.Set;

/// Checks that senders were told the truth.
final class OutcomeCheck {

    private final Findings findings;
    private final Set<String> logged = new HashSet<>();
    private final Set<String> visible = new HashSet<>();

    OutcomeCheck(Findings findings) {
        this.findings = findings;
    }

    void check(History history) {
        history.topic().forEach(entry -> logged.add(entry.id()));
        visible.addAll(logged);
        history.table().forEach(entry -> visible.add(entry.id()));
        history.observations().values().stream()
                .flatMap(rooms -> rooms.values().stream())
                .forEach(seen -> seen.forEach(observation -> {
                    if (observation instanceof Observation.Delivered delivered) {
                        visible.add(delivered.id());
                    }
                }));
        history.attempts().forEach(attempt -> check(attempt, history.finished()));
    }

    private void check(Attempt attempt, boolean finished) {
        switch (attempt.outcome()) {
            case Outcome.Accepted accepted -> {
                if (finished && !logged.contains(attempt.id())) {
                    findings.report(Kind.LOST_ACKNOWLEDGED, attempt.toString());
                } else if (accepted.isPlaced()) {
                    findings.agree(Place.of(attempt, accepted), attempt.id(), "the answer to " + attempt.sender());
                }
            }
            case Outcome.Refused _ -> {
                if (visible.contains(attempt.id())) {
                    findings.report(Kind.REFUSED_BUT_VISIBLE, attempt.toString());
                }
            }
            case Outcome.Unknown _ -> {}
        }
    }
}
