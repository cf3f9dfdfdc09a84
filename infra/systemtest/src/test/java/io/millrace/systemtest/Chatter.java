package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.centrifugal.centrifuge.DuplicateSubscriptionException;
import io.github.centrifugal.centrifuge.ReplyError;
import io.millrace.testkit.Await;
import java.time.Duration;
import java.util.List;

/// A user with a name in one room, who says things and knows what became of them.
final class Chatter implements AutoCloseable {

    /// What is said when it went to the room.
    static final String TAKEN = "taken";

    private final JavaMember member;

    private Chatter(JavaMember member) {
        this.member = member;
    }

    /// Connects and joins.
    ///
    /// @param edge from 0
    static Chatter join(RunningStack stack, int edge, String room, String user) throws DuplicateSubscriptionException {
        String token = Tokens.hs256(RunningStack.TOKEN_SECRET, user);
        return new Chatter(JavaMember.join(stack.webSocket(edge), room, token));
    }

    /// Publishes a text.
    ///
    /// @return [#TAKEN], or the code and message of the error
    String say(String text) {
        try {
            member.publish("{\"text\":\"" + text + "\"}");
            return TAKEN;
        } catch (JavaMember.CallFailed e) {
            if (e.getCause() instanceof ReplyError error) {
                return error.getCode() + " " + error.getMessage();
            }
            throw e;
        }
    }

    /// Publishes a text again and again until what becomes of it begins so.
    ///
    /// @return how long it took
    Duration sayUntil(String text, String outcome) {
        long start = System.nanoTime();
        Await.value(
                () -> say(text),
                said -> said.startsWith(outcome),
                Await.DEADLINE,
                "'" + text + "' comes to '" + outcome + "'");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Calls a method.
    JsonNode rpc(String method, String request) {
        return ServerApi.read(member.rpc(method, request));
    }

    /// The texts that came, in order; what has none is there as it came.
    List<String> heard() {
        return member.heard().stream()
                .map(heard -> ServerApi.read(heard.text()).path("text").asText(heard.text()))
                .toList();
    }

    /// Waits for a number of publications.
    List<String> awaitHeard(int count) {
        return Await.value(this::heard, heard -> heard.size() >= count, Await.DEADLINE, count + " publications");
    }

    @Override
    public void close() {
        member.close();
    }
}
