package io.millrace.moderation.conduct;

import io.millrace.id.RoomId;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Severity;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One sender whose messages are judged one after the other; those that a rule refuses are not taken.
final class Sender {

    static final long NOON = 1_800_000_000_000L;

    private final ConductJudge judge;
    private @Nullable Conduct conduct;
    private long position;
    private SlowMode slow = SlowMode.NONE;

    Sender(ConductRules rules) {
        judge = new ConductJudge(rules);
    }

    static ConductRules slowMode(Duration slowMode) {
        return new ConductRules(slowMode, null, null, null, ComparedTexts.DEFAULT, null, null);
    }

    static Repeats repeats(int most, Duration window) {
        return new Repeats(most, window, Severity.REFUSE, false);
    }

    static Candidate message(String text) {
        String json = '"' + text + '"';
        return new Candidate(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), PayloadFormat.JSON, 32_768);
    }

    Sender sanctioned(SlowMode sanction) {
        slow = sanction;
        return this;
    }

    /// Judges a message and keeps what is known then.
    List<Hit> says(String room, String text, long at) {
        ConductVerdict verdict = again(room, text, position++, at);
        conduct = verdict.after(verdict.hits().stream().noneMatch(Hit::refuses));
        return verdict.hits();
    }

    /// Judges a message that another rule refuses.
    List<Hit> saysInVain(String room, String text, long at) {
        ConductVerdict verdict = again(room, text, position++, at);
        conduct = verdict.after(false);
        return verdict.hits();
    }

    /// Judges without keeping anything.
    ConductVerdict again(String room, String text, long atPosition, long at) {
        return judge.judge(conduct, new Arrival(new RoomId(room), atPosition, at), message(text), slow);
    }

    boolean isNewcomer(long at) {
        return judge.isNewcomer(conduct, at);
    }

    Conduct conduct() {
        return Objects.requireNonNull(conduct);
    }

    void stored() {
        conduct = Conduct.fromBytes(conduct().toBytes());
    }
}
