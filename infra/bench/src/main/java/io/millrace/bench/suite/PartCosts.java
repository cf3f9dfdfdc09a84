package io.millrace.bench.suite;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ManagedProcess;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Processor time of each part of the system since a moment.
public final class PartCosts {

    private final Map<ManagedProcess, Long> atStart = new LinkedHashMap<>();

    private PartCosts(Cluster cluster) {
        cluster.all().forEach(part -> atStart.put(part, part.usage().cpuNanos()));
    }

    /// Starts to count.
    public static PartCosts start(Cluster cluster) {
        return new PartCosts(cluster);
    }

    /// Microseconds of each part since the start divided by a number of messages.
    public Map<String, Double> microsPerMessage(long messages) {
        Map<String, Double> costs = new LinkedHashMap<>();
        atStart.forEach((part, before) -> costs.put(part.name(), (part.usage().cpuNanos() - before) / 1e3 / messages));
        return costs;
    }

    /// The same in one line.
    public String perMessage(long messages) {
        return "CPU us a message: "
                + microsPerMessage(messages).entrySet().stream()
                        .map(cost -> String.format(Locale.ROOT, "%s %.0f", cost.getKey(), cost.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
