package io.millrace.load.scenario;

import java.util.stream.IntStream;

/// Who sits where and who does what when, as pure functions of the scenario: every process of a run computes
/// the same for all clients and does its own part of it.
///
/// Clients are numbered: members first, room by room, then the others. Operations of one kind (publications,
/// moves, visits) are numbered as well; see [Schedule] for when they are due. Immutable and thread-safe.
public final class Roster {

    private final Scenario scenario;
    private final String run;
    private final Traffic traffic;

    /// @param run name of this run, part of the names of its rooms, so that every run has fresh ones
    public Roster(Scenario scenario, String run) {
        this.scenario = scenario;
        this.run = run;
        this.traffic = scenario.workload().traffic();
    }

    /// Name of this run.
    public String run() {
        return run;
    }

    /// Number of all clients of all processes.
    public int connections() {
        return scenario.workload().connections();
    }

    /// The clients of one process, in the order in which they connect. Rooms stay together as long as there are
    /// at least as many as processes.
    public IntStream connections(Part part) {
        int seats = traffic.seats();
        int first =
                traffic.rooms() >= part.count() ? part.first(traffic.rooms()) * traffic.members() : part.first(seats);
        int end = traffic.rooms() >= part.count() ? part.end(traffic.rooms()) * traffic.members() : part.end(seats);
        int others = scenario.workload().others();
        return IntStream.concat(
                IntStream.range(first, end), IntStream.range(seats + part.first(others), seats + part.end(others)));
    }

    /// What a client is there for.
    ///
    /// @param connection number of the client, from 0
    public Seat seat(int connection) {
        int seats = traffic.seats();
        if (connection < seats) {
            return new Seat.Member(roomOf(connection), isSlow(connection));
        }
        return switch (scenario.workload()) {
            case Workload.SubscriptionChurn _ -> new Seat.Wanderer(connection - seats);
            case Workload.PresenceChurn _ -> new Seat.Visitor(connection - seats);
            case Workload.Idle _,
                    Workload.Chat _,
                    Workload.FanOut _,
                    Workload.ReconnectStorm _,
                    Workload.SlowReaders _ -> new Seat.Idle();
        };
    }

    /// Name of a room.
    ///
    /// @param number from 0
    public String room(int number) {
        return scenario.roomPrefix() + run + '-' + number;
    }

    /// Name of a client, for histories.
    public String client(int connection) {
        return "c" + connection;
    }

    /// Index of the edge that a client goes to first. Members of one room are spread over
    /// [Connection#edgesPerRoom()] edges; where those start rises from room to room.
    public int edge(int connection) {
        int edges = scenario.connection().edges().size();
        if (connection >= traffic.seats()) {
            return connection % edges;
        }
        int spread = Math.min(edges, scenario.connection().edgesPerRoom());
        return (roomOf(connection) + connection % traffic.members() % spread) % edges;
    }

    /// Members of a room who have to see each of its publications.
    public int audience() {
        return traffic.members() - slowPerRoom();
    }

    /// The client that sends a publication; its seat says the room. Publications go around the rooms, so that
    /// each room gets the same rate; senders of a room take turns. The seed says where it starts.
    ///
    /// @param publication number of it, from 0
    public int sender(long publication) {
        long start = Math.floorMod(mix(scenario.seed()), (long) traffic.rooms() * traffic.senders());
        long number = publication + start;
        int room = (int) (number % traffic.rooms());
        int sender = (int) (number / traffic.rooms() % traffic.senders());
        return room * traffic.members() + sender;
    }

    /// The client that a move or a visit is about; they take turns.
    ///
    /// @param operation number of it, from 0
    public int mover(long operation) {
        return traffic.seats() + (int) (operation % scenario.workload().others());
    }

    /// The room that a move or a visit leads to. A client's first one is where wanderers are from the
    /// beginning.
    ///
    /// @param connection number of the wanderer or visitor
    /// @param turn how many moves or visits of this client came before; 0 is the first room of a wanderer
    public int destination(int connection, long turn) {
        return (int) Math.floorMod(connection + turn + mix(scenario.seed() + connection), (long) traffic.rooms());
    }

    /// The member who asks for a room's presence; they take turns.
    ///
    /// @param query number of the question, from 0
    public int asker(long query) {
        return (int) (query % traffic.seats());
    }

    /// Whether a client's connection breaks in a reconnect storm; each storm chooses anew.
    ///
    /// @param storm number of it, from 0
    public boolean isCut(int connection, int storm) {
        return scenario.workload() instanceof Workload.ReconnectStorm reconnects
                && fraction(connection, storm) < reconnects.share();
    }

    /// A number from 0 up to below 1, at random but the same in every run of this seed.
    ///
    /// @param purpose keeps choices apart that have nothing to do with each other
    public double fraction(int connection, int purpose) {
        return (mix(mix(scenario.seed() + purpose) + connection) >>> 11) * 0x1.0p-53;
    }

    private int roomOf(int connection) {
        return connection / traffic.members();
    }

    private boolean isSlow(int connection) {
        return connection % traffic.members() >= traffic.members() - slowPerRoom();
    }

    private int slowPerRoom() {
        return scenario.workload() instanceof Workload.SlowReaders readers ? readers.slowPerRoom() : 0;
    }

    /// SplitMix64's finalizer.
    private static long mix(long value) {
        long z = value + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
