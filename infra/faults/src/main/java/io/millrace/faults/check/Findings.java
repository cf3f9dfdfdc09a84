package io.millrace.faults.check;

import io.millrace.faults.check.Anomaly.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What all sources of a history say together, and where they differ.
final class Findings {

    private final List<Anomaly> anomalies = new ArrayList<>();
    private final Map<Place, String> order = new HashMap<>();
    private final Map<String, Attempt> sent = new HashMap<>();

    Findings(List<Attempt> attempts) {
        attempts.forEach(attempt -> sent.put(attempt.id(), attempt));
    }

    List<Anomaly> anomalies() {
        return anomalies;
    }

    void report(Kind kind, String detail) {
        anomalies.add(new Anomaly(kind, detail));
    }

    /// Whether anybody tried to publish this.
    boolean isSent(String id) {
        return sent.containsKey(id);
    }

    /// Takes one source's word for what stands at a place.
    void agree(Place place, String id, String source) {
        String known = order.putIfAbsent(place, id);
        if (known != null && !known.equals(id)) {
            report(Kind.INCONSISTENT_OFFSET, place + " is " + known + ", but " + id + " for " + source);
        }
    }

    /// Takes one source's word for a payload.
    void same(String id, int hash, String source) {
        Attempt attempt = sent.get(id);
        if (attempt != null && attempt.hash() != 0 && hash != 0 && attempt.hash() != hash) {
            report(Kind.ALTERED, id + " in " + attempt.room() + " has another payload for " + source);
        }
    }
}
