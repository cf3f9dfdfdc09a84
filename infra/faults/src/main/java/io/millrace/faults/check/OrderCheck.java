package io.millrace.faults.check;

import io.millrace.faults.check.Anomaly.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Checks that the order of a room respects the order in which things happened to senders.
final class OrderCheck {

    private final Findings findings;

    private record Accepted(Attempt attempt, Outcome.Accepted outcome) {

        String stream() {
            return attempt.room() + ' ' + outcome.epoch();
        }
    }

    OrderCheck(Findings findings) {
        this.findings = findings;
    }

    void check(List<Attempt> attempts) {
        List<Accepted> placed = new ArrayList<>();
        for (Attempt attempt : attempts) {
            if (attempt.outcome() instanceof Outcome.Accepted accepted && accepted.isPlaced()) {
                placed.add(new Accepted(attempt, accepted));
            }
        }
        placed.sort(Comparator.comparingLong(accepted -> accepted.attempt().sentNanos()));
        grouped(placed, Accepted::stream).forEach(this::checkRealTime);
        List<Accepted> once = placed.stream()
                .filter(accepted -> !accepted.attempt().retried())
                .toList();
        grouped(once, accepted -> accepted.stream() + ' ' + accepted.attempt().sender())
                .forEach(this::checkSender);
    }

    /// Sweeps the sends of a room in time and keeps the highest offset that was accepted before.
    private void checkRealTime(List<Accepted> bySend) {
        List<Accepted> byAnswer = bySend.stream()
                .sorted(Comparator.comparingLong(accepted -> accepted.outcome().atNanos()))
                .toList();
        long highest = 0;
        int answered = 0;
        for (Accepted accepted : bySend) {
            while (answered < byAnswer.size()
                    && byAnswer.get(answered).outcome().atNanos()
                            < accepted.attempt().sentNanos()) {
                highest = Math.max(highest, byAnswer.get(answered++).outcome().offset());
            }
            if (accepted.outcome().offset() < highest) {
                findings.report(
                        Kind.REAL_TIME_ORDER,
                        accepted.attempt() + " although " + highest + " was accepted before it was sent");
            }
        }
    }

    private void checkSender(List<Accepted> bySend) {
        long highest = 0;
        for (Accepted accepted : bySend) {
            long offset = accepted.outcome().offset();
            if (offset < highest) {
                findings.report(Kind.SENDER_ORDER, accepted.attempt() + " although it had sent " + highest + " before");
            }
            highest = Math.max(highest, offset);
        }
    }

    private static Collection<List<Accepted>> grouped(List<Accepted> all, Function<Accepted, String> by) {
        Map<String, List<Accepted>> groups = new HashMap<>();
        all.forEach(accepted -> groups.computeIfAbsent(by.apply(accepted), _ -> new ArrayList<>())
                .add(accepted));
        return groups.values();
    }
}
