package io.millrace.faults.check;

import io.millrace.faults.check.Anomaly.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Checks a history in time proportional to its events: the order of a room is observable (epoch and offset)
/// and every publication is unique, so nothing has to be searched.
public final class HistoryChecker {

    private final List<Anomaly> anomalies = new ArrayList<>();
    private final Map<Place, String> order = new HashMap<>();
    private final History history;

    private record Place(String room, String epoch, long offset) {}

    private HistoryChecker(History history) {
        this.history = history;
    }

    /// Every broken promise, none when all were kept.
    public static List<Anomaly> check(History history) {
        HistoryChecker checker = new HistoryChecker(history);
        checker.checkLog();
        checker.checkArchive();
        checker.checkAttempts();
        checker.checkSubscribers();
        checker.checkRealTime();
        return checker.anomalies;
    }

    private void checkLog() {
        Map<String, Place> placeOf = new HashMap<>();
        Map<String, TreeMap<Long, String>> streams = new HashMap<>();
        Set<String> sent = new HashSet<>();
        history.attempts().forEach(attempt -> sent.add(attempt.id()));
        for (Entry entry : history.topic()) {
            Place place = new Place(entry.room(), entry.epoch(), entry.offset());
            agree(place, entry.id(), "the topic");
            Place other = placeOf.put(entry.id(), place);
            if (other != null) {
                report(Kind.DUPLICATE_IN_LOG, entry.id() + " at " + other + " and at " + place);
            }
            if (!sent.contains(entry.id())) {
                report(Kind.PHANTOM, entry.id() + " at " + place);
            }
            streams.computeIfAbsent(entry.room() + ' ' + entry.epoch(), _ -> new TreeMap<>())
                    .put(entry.offset(), entry.id());
        }
        streams.forEach((stream, entries) -> {
            if (entries.firstKey() != 1 || entries.lastKey() != entries.size()) {
                report(
                        Kind.HOLE_IN_LOG,
                        stream + " has " + entries.size() + " events from " + entries.firstKey() + " to "
                                + entries.lastKey());
            }
        });
    }

    private void checkArchive() {
        Set<Place> archived = new HashSet<>();
        for (Entry entry : history.table()) {
            Place place = new Place(entry.room(), entry.epoch(), entry.offset());
            archived.add(place);
            if (!order.containsKey(place)) {
                report(Kind.ARCHIVED_ONLY, entry.id() + " at " + place);
            }
            agree(place, entry.id(), "the table");
        }
        for (Entry entry : history.topic()) {
            if (!archived.contains(new Place(entry.room(), entry.epoch(), entry.offset()))) {
                report(Kind.NOT_ARCHIVED, entry.toString());
            }
        }
    }

    private void checkAttempts() {
        Set<String> visible = new HashSet<>();
        history.topic().forEach(entry -> visible.add(entry.id()));
        for (Attempt attempt : history.attempts()) {
            switch (attempt.outcome()) {
                case Outcome.Accepted accepted -> {
                    if (visible.contains(attempt.id())) {
                        agree(
                                new Place(attempt.room(), accepted.epoch(), accepted.offset()),
                                attempt.id(),
                                "the answer to " + attempt.sender());
                    } else {
                        report(Kind.LOST_ACKNOWLEDGED, attempt.toString());
                    }
                }
                case Outcome.Refused _ -> {
                    if (visible.contains(attempt.id())) {
                        report(Kind.REFUSED_BUT_VISIBLE, attempt.toString());
                    }
                }
                case Outcome.Unknown _ -> {}
            }
        }
    }

    private void checkSubscribers() {
        Map<String, Long> tops = new HashMap<>();
        history.topic().forEach(entry -> tops.merge(entry.room() + ' ' + entry.epoch(), entry.offset(), Math::max));
        history.observations()
                .forEach((subscriber, rooms) -> rooms.forEach((room, seen) -> follow(subscriber, room, seen, tops)));
    }

    private void follow(String subscriber, String room, List<Observation> seen, Map<String, Long> tops) {
        String epoch = "";
        long last = -1;
        for (Observation observation : seen) {
            switch (observation) {
                case Observation.Started started -> {
                    epoch = started.epoch();
                    last = started.offset();
                }
                case Observation.Delivered delivered -> {
                    String where = subscriber + " in " + room + ": " + delivered.offset() + " after " + last;
                    if (!delivered.epoch().equals(epoch) || delivered.offset() > last + 1) {
                        report(Kind.GAP, where);
                    } else if (delivered.offset() <= last) {
                        report(Kind.DUPLICATE_DELIVERY, where);
                    }
                    last = delivered.offset();
                    agree(new Place(room, delivered.epoch(), delivered.offset()), delivered.id(), subscriber);
                }
            }
        }
        long top = tops.getOrDefault(room + ' ' + epoch, 0L);
        if (last < top) {
            report(Kind.UNDELIVERED, subscriber + " in " + room + ": saw up to " + last + " of " + top);
        }
    }

    private void checkRealTime() {
        Map<String, List<Attempt>> byStream = new HashMap<>();
        for (Attempt attempt : history.attempts()) {
            if (attempt.outcome() instanceof Outcome.Accepted accepted) {
                byStream.computeIfAbsent(attempt.room() + ' ' + accepted.epoch(), _ -> new ArrayList<>())
                        .add(attempt);
            }
        }
        byStream.values().forEach(this::checkRealTime);
    }

    /// Sweeps the sends of a room in time and keeps the highest offset that was accepted before.
    private void checkRealTime(List<Attempt> accepted) {
        List<Attempt> bySend = accepted.stream()
                .sorted(Comparator.comparingLong(Attempt::sentNanos))
                .toList();
        List<Attempt> byAnswer = accepted.stream()
                .sorted(Comparator.comparingLong(attempt -> outcome(attempt).atNanos()))
                .toList();
        long highest = 0;
        int answered = 0;
        for (Attempt attempt : bySend) {
            while (answered < byAnswer.size() && outcome(byAnswer.get(answered)).atNanos() < attempt.sentNanos()) {
                highest = Math.max(highest, outcome(byAnswer.get(answered++)).offset());
            }
            if (outcome(attempt).offset() < highest) {
                report(Kind.REAL_TIME_ORDER, attempt + " although " + highest + " was accepted before it was sent");
            }
        }
    }

    private static Outcome.Accepted outcome(Attempt attempt) {
        return (Outcome.Accepted) attempt.outcome();
    }

    private void agree(Place place, String id, String source) {
        String known = order.putIfAbsent(place, id);
        if (known != null && !known.equals(id)) {
            report(Kind.INCONSISTENT_OFFSET, place + " is " + known + ", but " + id + " for " + source);
        }
    }

    private void report(Kind kind, String detail) {
        anomalies.add(new Anomaly(kind, detail));
    }
}
