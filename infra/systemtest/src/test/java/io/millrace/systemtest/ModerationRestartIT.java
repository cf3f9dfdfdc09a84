package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What moderation remembers when everything is killed: edges, moderation-stream and the desk together.
class ModerationRestartIT {

    private static final String ROOM = "chat:strict";
    private static final String MUTED = "402 muted until ";
    private static final String LADDER =
            ",\"escalation\":{\"steps\":[{\"strikes\":3,\"action\":\"timeout\",\"length\":\"30m\"}]}";

    @Test
    void escalationAndBanOutliveAKill(@TempDir Path data) throws Exception {
        List<String> options = List.of("--port", "0", "--data", data.toString());
        RunningStack first = RunningStack.start(options, Map.of());
        try (Desk desk = new Desk(first.desk(), first.moderatorKey())) {
            Policies.govern(first, desk, ROOM, Policies.about("swordfish", "refuse", LADDER));
            try (Chatter ada = Chatter.join(first, 0, ROOM, "ada")) {
                for (int strike = 0; strike < 3; strike++) {
                    assertThat(ada.say("swordfish " + strike)).startsWith(Policies.REFUSED + " (message ");
                }
                ada.sayUntil("what now", MUTED);
            }
            try (JavaUser carl = JavaUser.named(first.webSocket(0), "carl")) {
                carl.await("connected");
                desk.sanction("carl", "ban", "");
                carl.await("disconnected 4500 banned");
            }
        }

        first.process().destroyForcibly();
        assertThat(first.process().onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
        try (RunningStack second = RunningStack.start(options, Map.of());
                Chatter ada = Chatter.join(second, 0, ROOM, "ada");
                Chatter dora = Chatter.join(second, 0, ROOM, "dora");
                JavaUser carl = JavaUser.named(second.webSocket(0), "carl")) {
            assertThat(ada.say("am I still muted")).startsWith(MUTED);
            carl.await("disconnected 4500 banned");
            assertThat(carl.events()).doesNotContain("connected");
            assertThat(dora.say("swordfish")).startsWith(Policies.REFUSED + " (message ");
            assertThat(dora.say("good morning")).isEqualTo(Chatter.TAKEN);
        }
    }
}
