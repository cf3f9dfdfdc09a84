package io.millrace.edge.api.kafka;

import io.millrace.schema.api.ApiResult;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The newest results of the partitions that this edge executes, by command id: a repeat gets the same result
/// and is not executed. Only final results of commands that change something are remembered. Bounded for each
/// partition by number and by characters. Thread-safe.
final class KnownResults {

    /// Results of one partition at most.
    static final int MAX_RESULTS = 10_000;

    private static final long MAX_CHARACTERS = 4L << 20;

    private final Map<Integer, Window> windows = new HashMap<>();

    private static final class Window {
        private final Map<String, ApiResult> results = new LinkedHashMap<>();
        private long characters;
    }

    /// Starts to remember the results of a partition.
    ///
    /// @param earlier results that are there already, oldest first
    synchronized void begin(int partition, List<ApiResult> earlier) {
        windows.put(partition, new Window());
        earlier.forEach(result -> add(partition, result));
    }

    /// Another edge executes the partition now.
    synchronized void forget(int partition) {
        windows.remove(partition);
    }

    synchronized Optional<ApiResult> find(int partition, String id) {
        Window window = windows.get(partition);
        return window == null ? Optional.empty() : Optional.ofNullable(window.results.get(id));
    }

    synchronized void add(int partition, ApiResult result) {
        Window window = windows.get(partition);
        if (window == null || !CommandOutcome.isFinal(result) || window.results.containsKey(result.getId())) {
            return;
        }
        window.results.put(result.getId(), result);
        window.characters += size(result);
        while (window.results.size() > MAX_RESULTS || window.characters > MAX_CHARACTERS) {
            String eldest = window.results.keySet().iterator().next();
            ApiResult gone = window.results.remove(eldest);
            window.characters -= gone == null ? 0 : size(gone);
        }
    }

    private static long size(ApiResult result) {
        String json = result.getResult();
        return (long) result.getId().length() + (json == null ? 0 : json.length());
    }
}
