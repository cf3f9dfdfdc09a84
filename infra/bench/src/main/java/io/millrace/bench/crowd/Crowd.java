package io.millrace.bench.crowd;

import io.millrace.load.scenario.Tokens;
import io.millrace.load.socket.SocketSettings;
import io.millrace.load.socket.Sockets;
import io.millrace.load.socket.Target;
import java.net.URI;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Users that act together. Confined to one thread; closing it cuts their sockets.
public final class Crowd implements AutoCloseable {

    private final Sockets sockets;
    private final Tally tally = new Tally();
    private final List<Member> members;
    private long published;

    private Crowd(SocketSettings settings, Tokens tokens, int size, IntFunction<String> rooms) {
        this.sockets = Sockets.open(settings);
        this.members = IntStream.range(0, size)
                .mapToObj(number ->
                        new Member(sockets, sockets.nextLoop(), rooms.apply(number), tokens.of(number), tally))
                .toList();
    }

    /// Users without rooms.
    ///
    /// @param underWay handshakes at the same time
    public static Crowd withoutRooms(int size, int underWay, Tokens tokens) {
        return new Crowd(settings(size, underWay), tokens, size, _ -> "");
    }

    /// Users of whom so many with successive numbers share a room.
    public static Crowd inRooms(int rooms, int membersOfEach, Tokens tokens) {
        int size = rooms * membersOfEach;
        return new Crowd(settings(size, 1_024), tokens, size, number -> room(number / membersOfEach));
    }

    /// The name of a room.
    public static String room(int number) {
        return "chat:bench-" + number;
    }

    /// Everybody connects, and subscribes to its room, now.
    public Arrival enter(URI edge) {
        return enter(_ -> edge);
    }

    /// Everybody connects, and subscribes to its room, now.
    ///
    /// @param edges where the member with that number goes
    public Arrival enter(IntFunction<URI> edges) {
        Arrival arrival = new Arrival(members.size());
        for (int number = 0; number < members.size(); number++) {
            members.get(number).enter(Target.of(edges.apply(number)), arrival);
        }
        return arrival;
    }

    /// Cuts all connections, as a lost network does.
    public void cut() {
        members.forEach(Member::cut);
    }

    /// Lets a member publish.
    ///
    /// @param data JSON
    public void publish(int member, String channel, String data) {
        published++;
        members.get(member).publish(channel, data);
    }

    /// Publications sent so far.
    public long published() {
        return published;
    }

    /// How many there are.
    public int size() {
        return members.size();
    }

    /// What they have seen.
    public Tally tally() {
        return tally;
    }

    @Override
    public void close() {
        cut();
        sockets.close();
    }

    private static SocketSettings settings(int size, int underWay) {
        return SocketSettings.standard()
                .withSources(SocketSettings.loopback(size))
                .withConnectsUnderWay(underWay);
    }
}
