package io.millrace.bench.idle;

import io.millrace.bench.fanout.Members;
import io.millrace.load.socket.Target;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Holds idle members in rooms of ten, in a process of its own: a process may have 20,000 open files here.
final class Holder {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int ROOM = 10;

    private Holder() {}

    /// Says `open` on standard output when everybody has subscribed, then holds them until its input ends, and
    /// says how many the server has ended meanwhile.
    ///
    /// @param args address of an edge, number of members, and a word that makes the names of its rooms its own
    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[1]);
        try (Members members = open(URI.create(args[0]), count, args[2])) {
            System.out.println("open");
            while (System.in.read() >= 0) {
                // Until the end.
            }
            System.out.println(members.ended());
        }
        System.exit(0);
    }

    /// Members with one room each; returns when all of them have subscribed.
    static Members open(URI edge, int count, String word) throws IOException {
        Members members = Members.open(
                Target.of(edge),
                count,
                PATIENCE,
                number -> socket -> socket.sendText("{\"id\":1,\"connect\":{}}\n"
                        + "{\"id\":2,\"subscribe\":{\"channel\":\"idle:" + word + '-' + number / ROOM + "\"}}"));
        // The answer to the first command comes alone or together with that to the second.
        if (!members.await(() -> members.subscribed() >= count, PATIENCE)) {
            long subscribed = members.subscribed();
            members.close();
            throw new IOException(subscribed + " of " + count + " members have subscribed");
        }
        return members;
    }
}
