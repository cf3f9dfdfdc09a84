package io.millrace.faults.check;

import io.millrace.faults.check.Anomaly.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Checks the final record: the topic in itself, and the table against it.
final class LogCheck {

    private static final String TOPIC = "the topic";
    private static final String TABLE = "the table";

    private final Findings findings;
    private final Set<Place> logged = new HashSet<>();
    private final Map<String, Long> removals = new HashMap<>();
    private final Set<Place> takenBack = new HashSet<>();

    LogCheck(Findings findings) {
        this.findings = findings;
    }

    void check(List<Entry> topic, List<Entry> table) {
        checkTopic(topic);
        checkTable(topic, table);
    }

    private void checkTopic(List<Entry> topic) {
        Map<String, Place> placeOf = new HashMap<>();
        Map<String, TreeSet<Long>> streams = new HashMap<>();
        for (Entry entry : topic) {
            streams.computeIfAbsent(stream(entry), _ -> new TreeSet<>()).add(entry.offset());
            if (entry.isRetraction()) {
                takeBack(entry);
                continue;
            }
            if (!entry.isPublication()) {
                removals.merge(stream(entry), entry.offset(), Math::max);
                continue;
            }
            Place place = Place.of(entry);
            logged.add(place);
            findings.agree(place, entry.id(), TOPIC);
            findings.same(entry.id(), entry.hash(), TOPIC);
            Place other = placeOf.put(entry.id(), place);
            if (other != null) {
                findings.report(Kind.DUPLICATE_IN_LOG, entry.id() + " at " + other + " and at " + place);
            }
            if (!findings.isSent(entry.id())) {
                findings.report(Kind.PHANTOM, entry.id() + " at " + place);
            }
        }
        streams.forEach((stream, offsets) -> {
            if (offsets.first() != 1 || offsets.last() != offsets.size()) {
                findings.report(
                        Kind.HOLE_IN_LOG,
                        stream + " has " + offsets.size() + " events from " + offsets.first() + " to "
                                + offsets.last());
            }
        });
    }

    /// A publication is taken back once, and after it was there.
    private void takeBack(Entry retraction) {
        logged.add(Place.of(retraction));
        findings.agree(Place.of(retraction), retraction.id(), TOPIC);
        if (!logged.contains(retraction.target()) || !takenBack.add(retraction.target())) {
            findings.report(Kind.NOT_AS_RETRACTED, retraction.toString());
        }
    }

    private void checkTable(List<Entry> topic, List<Entry> table) {
        Set<Place> archived = new HashSet<>();
        for (Entry entry : table) {
            Place place = Place.of(entry);
            if (!archived.add(place)) {
                findings.report(Kind.DUPLICATE_IN_LOG, place + " has two rows");
            }
            if (!logged.contains(place)) {
                findings.report(Kind.ARCHIVED_ONLY, entry.id() + " at " + place);
            }
            if (takenBack.contains(place) != entry.id().equals(Entry.TAKEN_BACK)) {
                findings.report(Kind.NOT_AS_RETRACTED, place + " is " + entry.id() + " in " + TABLE);
            }
            if (!entry.id().equals(Entry.TAKEN_BACK)) {
                findings.agree(place, entry.id(), TABLE);
                findings.same(entry.id(), entry.hash(), TABLE);
            }
        }
        for (Entry entry : topic) {
            // What was published before a removal is not to be there.
            boolean kept = entry.isSeen() && entry.offset() > removals.getOrDefault(stream(entry), 0L);
            if (kept && !archived.contains(Place.of(entry))) {
                findings.report(Kind.NOT_ARCHIVED, entry.toString());
            }
        }
    }

    private static String stream(Entry entry) {
        return entry.room() + ' ' + entry.epoch();
    }
}
