package io.millrace.faults.check;

import io.millrace.faults.check.Anomaly.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows each subscriber through each of its rooms.
final class SubscriberCheck {

    private final Findings findings;
    private final History history;
    private final Map<String, Long> tops = new HashMap<>();
    private final Set<Place> logged = new HashSet<>();
    private final Set<Place> unseen = new HashSet<>();
    private final Set<Place> takenBack = new HashSet<>();
    private final Map<String, Place> seenAt = new HashMap<>();

    SubscriberCheck(Findings findings, History history) {
        this.findings = findings;
        this.history = history;
    }

    void check() {
        for (Entry entry : history.topic()) {
            if (entry.isSeen()) {
                tops.merge(entry.room() + ' ' + entry.epoch(), entry.offset(), Math::max);
                logged.add(Place.of(entry));
            } else {
                unseen.add(Place.of(entry));
            }
            if (entry.isRetraction()) {
                takenBack.add(entry.target());
            }
        }
        history.observations()
                .forEach((subscriber, rooms) -> rooms.forEach((room, seen) -> follow(subscriber, room, seen)));
    }

    private void follow(String subscriber, String room, List<Observation> seen) {
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
                    if (!delivered.epoch().equals(epoch) || delivered.offset() > next(room, epoch, last)) {
                        findings.report(Kind.GAP, where);
                    } else if (delivered.offset() <= last) {
                        findings.report(Kind.DUPLICATE_DELIVERY, where);
                    }
                    last = delivered.offset();
                    compare(subscriber, new Place(room, delivered.epoch(), delivered.offset()), delivered);
                }
            }
        }
        long top = tops.getOrDefault(room + ' ' + epoch, 0L);
        if (last < top) {
            findings.report(Kind.UNDELIVERED, subscriber + " in " + room + ": saw up to " + last + " of " + top);
        }
    }

    /// The offset that a subscriber sees next: removals have a place and nobody is told.
    private long next(String room, String epoch, long last) {
        long next = last + 1;
        while (unseen.contains(new Place(room, epoch, next))) {
            next++;
        }
        return next;
    }

    private void compare(String subscriber, Place place, Observation.Delivered delivered) {
        String id = delivered.id();
        if (id.equals(Entry.TAKEN_BACK)) {
            if (history.finished() && !takenBack.contains(place)) {
                findings.report(Kind.NOT_AS_RETRACTED, place + " is gone for " + subscriber);
            }
            return;
        }
        findings.agree(place, id, subscriber);
        findings.same(id, delivered.hash(), subscriber);
        boolean known = findings.isSent(id) || (!history.finished() && Entry.isOfServer(id));
        if (!logged.contains(place) && !known) {
            findings.report(Kind.PHANTOM, id + " at " + place + ", seen by " + subscriber);
        } else if (!logged.contains(place) && history.finished()) {
            findings.report(Kind.DELIVERED_ONLY, id + " at " + place + ", seen by " + subscriber);
        }
        if (!history.finished() && !Entry.isOfServer(id)) {
            Place other = seenAt.putIfAbsent(id, place);
            if (other != null && !other.equals(place)) {
                findings.report(Kind.DUPLICATE_IN_LOG, id + " at " + other + " and at " + place);
            }
        }
    }
}
