package io.millrace.load.scenario;

import java.time.Duration;

/// What the clients of a run do. The members of [Traffic] stay in their rooms for the whole run in every kind;
/// what they have to see is known exactly.
public sealed interface Workload {

    /// Rooms, their members and what is said in them.
    Traffic traffic();

    /// Clients beside the members.
    int others();

    /// All clients.
    default int connections() {
        return Math.addExact(traffic().seats(), others());
    }

    /// The kind's name, as in a scenario file.
    default String kind() {
        return switch (this) {
            case Idle _ -> "idle";
            case Chat _ -> "chat";
            case FanOut _ -> "fan-out";
            case ReconnectStorm _ -> "reconnect-storm";
            case SlowReaders _ -> "slow-readers";
            case SubscriptionChurn _ -> "subscription-churn";
            case PresenceChurn _ -> "presence-churn";
        };
    }

    /// Connections that answer pings and do nothing else.
    record Idle(int connections) implements Workload {

        @Override
        public Traffic traffic() {
            return Traffic.NONE;
        }

        @Override
        public int others() {
            return connections;
        }
    }

    /// Many rooms, a share of whose members send.
    ///
    /// @param others idle connections beside the members
    record Chat(Traffic traffic, int others) implements Workload {}

    /// One room with many members and one sender.
    record FanOut(Traffic traffic) implements Workload {

        @Override
        public int others() {
            return 0;
        }
    }

    /// Connections of members break, all at once, and come back with recovery.
    ///
    /// @param share of the members that is cut, above 0 up to 1
    /// @param after from the start of the steady phase to the first cut
    /// @param times number of cuts
    /// @param every from one cut to the next
    /// @param spread over which clients choose when to come back, at random; zero for all at once
    record ReconnectStorm(Traffic traffic, double share, Duration after, int times, Duration every, Duration spread)
            implements Workload {

        @Override
        public int others() {
            return 0;
        }
    }

    /// Some members read too little, which must not hurt the others.
    ///
    /// @param share of the members of each room that is slow, the last ones of each
    /// @param bytesPerSecond a slow one reads; 0 for nothing at all
    record SlowReaders(Traffic traffic, double share, long bytesPerSecond) implements Workload {

        @Override
        public int others() {
            return 0;
        }

        /// Slow members of each room.
        public int slowPerRoom() {
            return (int) Math.ceil(share * traffic.members());
        }
    }

    /// Wanderers go from room to room.
    ///
    /// @param others wanderers, each in one room at a time
    /// @param rate moves a second over all wanderers: unsubscribe here, subscribe in the next room
    record SubscriptionChurn(Traffic traffic, int others, double rate) implements Workload {}

    /// Visitors connect, join a room and leave again, while members watch joins and leaves and ask who is
    /// there.
    ///
    /// @param others visitors, each at one place at a time
    /// @param rate visits a second over all visitors
    /// @param stay from being subscribed to leaving
    /// @param queries presence questions a second over all members
    record PresenceChurn(Traffic traffic, int others, double rate, Duration stay, double queries) implements Workload {}
}
