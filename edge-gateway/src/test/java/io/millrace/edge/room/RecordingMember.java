package io.millrace.edge.room;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// A subscription that writes down what it is told: `1`, `2`, … for the offsets of publications, which are
/// also their data, `+a` and `-a`
/// for clients that come and go, `!` when its stream ended. Thread-safe.
final class RecordingMember implements RoomMember {

    private static final Pattern OFFSET = Pattern.compile("\"data\":(\\d+)");
    private static final Pattern CLIENT = Pattern.compile("\"client\":\"([^\"]+)\"");

    private final ClientInfo info;
    private final boolean joinLeave;
    private final boolean positioned;
    private final Visibility visibility;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    RecordingMember(String client, boolean joinLeave) {
        this(client, joinLeave, true);
    }

    RecordingMember(String client, boolean joinLeave, boolean positioned) {
        this(client, joinLeave, positioned, Visibility.NAMESPACE);
    }

    RecordingMember(String client, boolean joinLeave, boolean positioned, Visibility visibility) {
        this.info = RoomFixtures.client(client);
        this.joinLeave = joinLeave;
        this.positioned = positioned;
        this.visibility = visibility;
    }

    @Override
    public Visibility visibility() {
        return visibility;
    }

    @Override
    public boolean positioned() {
        return positioned;
    }

    /// What it was told, in order.
    List<String> seen() {
        return List.copyOf(seen);
    }

    static List<String> offsets(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toList();
    }

    @Override
    public ClientInfo info() {
        return info;
    }

    @Override
    public boolean wantsJoinLeave() {
        return joinLeave;
    }

    @Override
    public void push(SharedReply push) {
        String text = new String(push.frame(Encoding.JSON).payload(), StandardCharsets.UTF_8);
        if (text.contains("\"pub\":")) {
            seen.add(find(OFFSET, text));
        } else {
            seen.add((text.contains("\"join\":") ? "+" : "-") + find(CLIENT, text));
        }
    }

    @Override
    public void insufficientState() {
        seen.add("!");
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("push without " + pattern + ": " + text);
        }
        return matcher.group(1);
    }
}
