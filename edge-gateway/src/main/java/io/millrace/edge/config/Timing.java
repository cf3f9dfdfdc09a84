package io.millrace.edge.config;

import io.millrace.runtime.config.Section;
import java.time.Duration;

/// Deadlines of sessions and heartbeats (`edge.timing`).
///
/// @param ping between two pings to a client
/// @param pong by which a client answers a ping; shorter than `ping`
/// @param stale by which a client has sent its connect command
/// @param expiredGrace after a connection has expired, for the client to refresh
/// @param expiredSubscriptionGrace after a subscription has expired, for the client to refresh
/// @param command by which publish and subscribe are answered; shorter than the clients' own limit of 5 s
/// @param heartbeat between two signs of life of this edge in `edge.status`
/// @param positionCheck silence of a room after which the edge asks where it is
/// @param positionCheckIdle longest pause between two such questions while the room stays silent
/// @param shutdown by which the edge has closed; then its process ends anyway
public record Timing(
        Duration ping,
        Duration pong,
        Duration stale,
        Duration expiredGrace,
        Duration expiredSubscriptionGrace,
        Duration command,
        Duration heartbeat,
        Duration positionCheck,
        Duration positionCheckIdle,
        Duration shutdown) {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    static Timing read(Section section) {
        Duration check = section.duration("position-check", SECOND.multipliedBy(40), SECOND, HOUR);
        Duration idle = SECOND.multipliedBy(300);
        Timing timing = new Timing(
                section.duration("ping", SECOND.multipliedBy(25), SECOND, HOUR),
                section.duration("pong", SECOND.multipliedBy(8), MILLI.multipliedBy(100), HOUR),
                section.duration("stale", SECOND.multipliedBy(10), MILLI.multipliedBy(100), HOUR),
                section.duration("expired-grace", SECOND.multipliedBy(25), Duration.ZERO, HOUR),
                section.duration("expired-subscription-grace", SECOND.multipliedBy(25), Duration.ZERO, HOUR),
                section.duration("command", MILLI.multipliedBy(4_500), MILLI.multipliedBy(100), HOUR),
                section.duration("heartbeat", SECOND, MILLI.multipliedBy(100), SECOND.multipliedBy(60)),
                check,
                section.duration("position-check-idle", check.compareTo(idle) > 0 ? check : idle, SECOND, HOUR),
                section.duration(
                        "shutdown", SECOND.multipliedBy(30), SECOND.multipliedBy(10), SECOND.multipliedBy(600)));
        if (timing.pong.compareTo(timing.ping) >= 0) {
            section.problem("pong", "must be shorter than " + section.path() + ".ping");
        }
        if (timing.positionCheckIdle.compareTo(timing.positionCheck) < 0) {
            section.problem("position-check-idle", "must not be shorter than " + section.path() + ".position-check");
        }
        return timing;
    }
}
