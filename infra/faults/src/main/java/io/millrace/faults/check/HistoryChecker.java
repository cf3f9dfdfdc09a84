package io.millrace.faults.check;

import java.util.List;

/// Checks a history in time proportional to its events: the order of a room is observable (epoch and offset)
/// and every publication is unique, so nothing has to be searched.
public final class HistoryChecker {

    private HistoryChecker() {}

    /// Every broken promise, none when all were kept.
    public static List<Anomaly> check(History history) {
        Findings findings = new Findings(history.attempts());
        if (history.finished()) {
            new LogCheck(findings).check(history.topic(), history.table());
        }
        new OutcomeCheck(findings).check(history);
        new SubscriberCheck(findings, history).check();
        new OrderCheck(findings).check(history.attempts());
        return findings.anomalies();
    }
}
