package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls that carry the id of a command: a repeat has no further effect.
class CommandsTest {

    private static final Caller DOOR = new Caller("api.commands", EnumSet.allOf(ApiScope.class), "");

    private final ApiRun run = ApiRun.of(2);

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void repeatedPublishHasTheSamePlaceOnWhicheverEdge() {
        String publish = "{\"channel\":\"chat:a\",\"data\":1}";

        String first = command(0, ApiMethod.PUBLISH, "id-1", publish);
        String other = command(0, ApiMethod.PUBLISH, "id-2", publish);
        String repeat = command(1, ApiMethod.PUBLISH, "id-1", publish);

        assertThat(first).isEqualTo("{\"offset\":1,\"epoch\":\"e1\"}");
        assertThat(other).isEqualTo("{\"offset\":2,\"epoch\":\"e1\"}");
        assertThat(repeat).isEqualTo(first);
        assertThat(run.rooms.taken("chat:a")).isEqualTo(2);
    }

    @Test
    void idempotencyKeyIsStrongerThanTheId() {
        String publish = "{\"channel\":\"chat:a\",\"data\":1,\"idempotency_key\":\"k\"}";

        command(0, ApiMethod.PUBLISH, "id-1", publish);
        command(0, ApiMethod.PUBLISH, "id-2", publish);

        assertThat(run.rooms.taken("chat:a")).isEqualTo(1);
    }

    @Test
    void commandAndKeyOfTheSameTextAreDifferent() {
        command(0, ApiMethod.PUBLISH, "k", "{\"channel\":\"chat:a\",\"data\":1}");
        command(0, ApiMethod.PUBLISH, "x", "{\"channel\":\"chat:a\",\"data\":1,\"idempotency_key\":\"k\"}");

        assertThat(run.rooms.taken("chat:a")).isEqualTo(2);
    }

    @Test
    void publishAndRemovalOfOneIdAreDifferent() {
        command(0, ApiMethod.PUBLISH, "k", "{\"channel\":\"chat:a\",\"data\":1}");
        command(0, ApiMethod.HISTORY_REMOVE, "k", "{\"channel\":\"chat:a\"}");
        command(1, ApiMethod.HISTORY_REMOVE, "k", "{\"channel\":\"chat:a\"}");

        assertThat(run.rooms.taken("chat:a")).isEqualTo(2);
    }

    @Test
    void callsOfARepeatedBatchAreKnownByTheirPlace() {
        String batch = """
                {"commands":[{"publish":{"channel":"chat:a","data":1}},{"publish":{"channel":"chat:a","data":1}}]}""";

        String first = command(0, ApiMethod.BATCH, "b", batch);
        String repeat = command(1, ApiMethod.BATCH, "b", batch);

        assertThat(repeat).isEqualTo(first).contains("\"offset\":1").contains("\"offset\":2");
        assertThat(run.rooms.taken("chat:a")).isEqualTo(2);
    }

    @Test
    void repeatedControlIsAppliedOnceByEachEdge() {
        command(0, ApiMethod.DISCONNECT, "d", "{\"user\":\"ann\"}");
        command(1, ApiMethod.DISCONNECT, "d", "{\"user\":\"ann\"}");

        assertThat(run.edges).allSatisfy(edge -> assertThat(edge.applied).hasSize(1));
    }

    private String command(int edge, ApiMethod method, String id, String body) {
        ApiCall call = ApiRequests.read(method, JsonBody.parse(body.getBytes(StandardCharsets.UTF_8)));
        ApiAnswer answer =
                run.edges.get(edge).api.service().command(call, DOOR, id).join();
        return new String(ApiReplies.result(answer), StandardCharsets.UTF_8);
    }
}
