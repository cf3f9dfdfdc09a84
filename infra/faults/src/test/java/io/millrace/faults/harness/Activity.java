package io.millrace.faults.harness;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How often what was asked for was done. Thread-safe.
final class Activity {

    private final Map<String, LongAdder> done = new ConcurrentHashMap<>();

    void done(String what) {
        done.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        done.forEach((what, count) -> counts.put(what, count.sum()));
        return counts;
    }
}
