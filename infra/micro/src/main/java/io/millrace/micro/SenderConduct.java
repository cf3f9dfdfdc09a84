package io.millrace.micro;

import io.millrace.id.RoomId;
import io.millrace.moderation.conduct.Arrival;
import io.millrace.moderation.conduct.ComparedTexts;
import io.millrace.moderation.conduct.Conduct;
import io.millrace.moderation.conduct.ConductJudge;
import io.millrace.moderation.conduct.ConductRules;
import io.millrace.moderation.conduct.Flood;
import io.millrace.moderation.conduct.Repeats;
import io.millrace.moderation.conduct.SlowMode;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.text.Fingerprint;
import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.TextFolder;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What a message costs where all rules of conduct are on and its sender has said as much as is remembered.
@State(Scope.Thread)
public class SenderConduct {

    private static final int TEXT_LIMIT = 32_768;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final ConductJudge judge = new ConductJudge(new ConductRules(
            Duration.ofMillis(1),
            new Repeats(30, WINDOW, Severity.FLAG, false),
            new Repeats(30, WINDOW, Severity.FLAG, false),
            new Repeats(30, WINDOW, Severity.FLAG, false),
            ComparedTexts.DEFAULT,
            new Flood(1_000_000, Duration.ofSeconds(1), Severity.FLAG, false),
            null));
    private final RoomId room = new RoomId("chat:lobby");
    private final FoldedText text = TextFolder.fold("does anyone know when the new map comes out this evening?");
    private byte @Nullable [] stored;
    private long messages;

    /// Reads what is known of the sender, judges the message, and stores what is known then.
    @Benchmark
    public byte[] judge() {
        messages++;
        Conduct before = stored == null ? null : Conduct.fromBytes(stored);
        byte[] payload = ("\"does anyone know when map " + messages * 7_919 + " comes out this evening?\"")
                .getBytes(StandardCharsets.UTF_8);
        Candidate message = new Candidate(ByteBuffer.wrap(payload), PayloadFormat.JSON, TEXT_LIMIT);
        Arrival arrival = new Arrival(room, messages, messages * 10_000);
        byte[] after =
                judge.judge(before, arrival, message, SlowMode.NONE).after(true).toBytes();
        stored = after;
        return after;
    }

    /// The fingerprint of a folded text of 57 characters.
    @Benchmark
    public Fingerprint fingerprint() {
        return Fingerprint.of(text);
    }
}
