package io.millrace.edge.config;

import io.millrace.history.DatabaseSettings;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import java.time.Duration;
import java.util.Optional;

/// How an edge reads the archive (`edge.history`).
///
/// @param database where it lies, with the connections of this edge
/// @param reserved connections that history calls leave for recoveries, fewer than there are
/// @param queue reads of each kind that may wait for a connection; more are refused for the moment
/// @param timeout longest wait for a connection, and for one answer
public record HistoryAccess(DatabaseSettings database, int reserved, int queue, Duration timeout) {

    private static final Duration SECOND = Duration.ofSeconds(1);

    static Optional<HistoryAccess> read(Section section, Config.Reader config) {
        boolean enabled = section.flag("enabled", false);
        int connections = section.integer("connections", 4, 1, 100);
        int reserved = section.integer("reserved-for-recovery", connections / 2, 0, 99);
        if (reserved >= connections) {
            section.problem("reserved-for-recovery", "must be less than " + section.path() + ".connections");
        }
        int queue = section.integer("queue", 64, 0, 10_000);
        Duration timeout =
                section.duration("timeout", SECOND.multipliedBy(2), SECOND.dividedBy(4), SECOND.multipliedBy(30));
        return enabled
                ? Optional.of(new HistoryAccess(
                        DatabaseSettings.read(config.section("database")).with(connections, timeout),
                        reserved,
                        queue,
                        timeout))
                : Optional.empty();
    }
}
