package io.millrace.load.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads what is particular to a kind: the section of its name.
final class Kinds {

    private static final List<String> NAMES = List.of(
            "idle", "chat", "fan-out", "reconnect-storm", "slow-readers", "subscription-churn", "presence-churn");
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final double HIGHEST_RATE = 1_000_000;
    private static final int LEAST_PAYLOAD = 96;
    private static final int GREATEST_PAYLOAD = 1 << 20;

    private final Fields root;
    private final Phases phases;

    Kinds(Fields root, Phases phases) {
        this.root = root;
        this.phases = phases;
    }

    /// Empty when no or more than one kind is there, which has been noted then.
    Optional<Workload> read() {
        List<String> given = NAMES.stream().filter(root::has).toList();
        for (String other : given.stream().skip(1).toList()) {
            root.mistake(other, "cannot be together with " + given.getFirst() + ": a scenario is of one kind");
        }
        if (given.isEmpty()) {
            root.mistake("no kind of scenario is given: add one section of " + String.join(", ", NAMES));
            return Optional.empty();
        }
        String kind = given.getFirst();
        Fields fields = root.fields(kind);
        Workload workload = workload(kind, fields);
        long connections =
                (long) workload.traffic().rooms() * workload.traffic().members() + workload.others();
        if (connections > MOST_CONNECTIONS) {
            root.mistake(kind, "must not have more than " + MOST_CONNECTIONS + " connections, has " + connections);
        }
        fields.reportUnknown();
        return Optional.of(workload);
    }

    private Workload workload(String kind, Fields fields) {
        return switch (kind) {
            case "idle" -> new Workload.Idle(fields.integer("connections", 1, MOST_CONNECTIONS));
            case "chat" -> new Workload.Chat(traffic(fields), fields.integer("idle", 0, 0, MOST_CONNECTIONS));
            case "fan-out" -> new Workload.FanOut(traffic(fields, 1, 0));
            case "reconnect-storm" -> storm(fields);
            case "slow-readers" ->
                new Workload.SlowReaders(
                        traffic(fields), lessThanAll(fields), fields.number("read-rate", 0, 0, 1 << 30));
            case "subscription-churn" ->
                new Workload.SubscriptionChurn(
                        traffic(fields),
                        fields.integer("wanderers", 1, MOST_CONNECTIONS),
                        fields.rate("moves", 0.001, HIGHEST_RATE));
            case "presence-churn" ->
                new Workload.PresenceChurn(
                        traffic(fields),
                        fields.integer("visitors", 1, MOST_CONNECTIONS),
                        fields.rate("visits", 0.001, HIGHEST_RATE),
                        fields.duration("stay", Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(1)),
                        fields.rate("queries", 0, 0, HIGHEST_RATE));
            default -> throw new IllegalStateException("not a kind: " + kind);
        };
    }

    private static Traffic traffic(Fields fields) {
        return traffic(fields, fields.integer("rooms", 1, MOST_CONNECTIONS), 1);
    }

    /// @param senders share of the members who send when the file does not say
    private static Traffic traffic(Fields fields, int rooms, double senders) {
        int members = fields.integer("members", 1, MOST_CONNECTIONS);
        double share = fields.share("senders", senders);
        return new Traffic(
                rooms,
                members,
                Math.max(1, (int) Math.round(share * members)),
                fields.rate("rate", 0, 0, HIGHEST_RATE),
                payload(fields));
    }

    private static int payload(Fields fields) {
        return fields.bytes("payload", 160, LEAST_PAYLOAD, GREATEST_PAYLOAD);
    }

    private static double lessThanAll(Fields fields) {
        double share = fields.share("slow", 0.1);
        if (share >= 1) {
            fields.mistake("slow", "must leave members who are not slow, is 100%");
        }
        return share;
    }

    private Workload storm(Fields fields) {
        Duration longest = phases.steady();
        int times = fields.integer("times", 1, 1, 1_000);
        Duration after = fields.duration("after", Duration.ofSeconds(5), Duration.ZERO, longest);
        Duration every = fields.duration("every", Duration.ofSeconds(10), Duration.ofSeconds(1), longest);
        if (after.plus(every.multipliedBy(times - 1L)).compareTo(longest) > 0) {
            fields.mistake(
                    "times",
                    "must end within phases.steady (" + Units.text(longest) + "), but the last cut would be after "
                            + Units.text(after.plus(every.multipliedBy(times - 1L))));
        }
        return new Workload.ReconnectStorm(
                traffic(fields),
                fields.share("cut", 1),
                after,
                times,
                every,
                fields.duration("spread", Duration.ZERO, Duration.ZERO, longest));
    }
}
