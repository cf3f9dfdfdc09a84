package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.limit.Admission;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.moderation.ModerationDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Carries out verdicts: one message in, a decision and either a command for its room or an answer for its
/// sender out.
///
/// Everything is decided before anything is changed, so a message that cannot be handled leaves no trace but
/// its dead letter. Owned by one stream thread.
final class ModerationProcessor implements Processor<@Nullable String, @Nullable MessageSubmitted, String, Object> {

    private static final Duration FORGET_INTERVAL = Duration.ofSeconds(1);

    private final Policy policy;
    private final Predicate<RoomId> moderated;
    private final ModerationMeters meters;
    private @Nullable Running running;

    /// What exists while the partition is assigned.
    private record Running(ProcessorContext<String, Object> context, Senders senders) {}

    /// @param moderated whether the messages of a room are to be judged
    ModerationProcessor(Policy policy, Predicate<RoomId> moderated, ModerationMeters meters) {
        this.policy = policy;
        this.moderated = moderated;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        Senders senders = new Senders(
                context.getStateStore(ModerationTopology.STORE), policy.limits().rates());
        running = new Running(context, senders);
        int partition = context.taskId().partition();
        meters.senders(partition, senders.size());
        var _ = context.schedule(FORGET_INTERVAL, PunctuationType.STREAM_TIME, now -> {
            senders.forgetIdle(now);
            meters.senders(partition, senders.size());
        });
    }

    @Override
    public void process(Record<@Nullable String, @Nullable MessageSubmitted> record) {
        Running now = running();
        Submission submission = Submission.of(record);
        if (moderated.test(submission.room())) {
            judge(now, record, submission);
        } else {
            meters.passed();
            send(now, record, submission, Outcome.passed(submission));
        }
    }

    private void judge(
            Running now, Record<@Nullable String, @Nullable MessageSubmitted> record, Submission submission) {
        long started = System.nanoTime();
        MessageSubmitted message = submission.message();
        String sender = submission.sender();
        Buckets before = now.senders.get(sender);
        long position = now.context
                .recordMetadata()
                .map(RecordMetadata::offset)
                .orElseThrow(() -> new IllegalStateException("a message always comes from the log"));
        Admission admission = policy.limits().rates().admit(before, position, record.timestamp());
        Verdict verdict = policy.judge(
                new Candidate(
                        message.getData(), message.getFormat(), policy.limits().text()),
                admission.admitted() ? List.of() : List.of(Policy.TOO_FAST));
        Instant decidedAt = Instant.ofEpochMilli(now.context.currentSystemTimeMs());
        Outcome outcome = Outcome.of(submission, verdict, policy.version(), decidedAt);
        long nanos = System.nanoTime() - started;

        try {
            now.senders.put(sender, before, admission.after());
            send(now, record, submission, outcome);
        } catch (KafkaException failure) {
            throw failure; // Streams knows what to do, for example when the task has moved to another instance.
        } catch (RuntimeException failure) {
            // Half done is no dead letter: the thread is replaced and the message judged again.
            throw new StreamsException("the outcome of a message could not be carried out", failure);
        }
        meters.judged(verdict, Duration.ofNanos(nanos), Duration.between(message.getSubmittedAt(), decidedAt));
    }

    private static void send(
            Running now,
            Record<@Nullable String, @Nullable MessageSubmitted> record,
            Submission submission,
            Outcome outcome) {
        String room = submission.room().value();
        RoomCommand command = outcome.command();
        if (command != null) {
            now.context.forward(record.withKey(room).withValue(command), ModerationTopology.COMMANDS);
        }
        InboxDelivery answer = outcome.answer();
        if (answer != null) {
            now.context.forward(record.withKey(room).withValue(answer), ModerationTopology.ANSWERS);
        }
        ModerationDecision decision = outcome.decision();
        if (decision != null) {
            now.context.forward(record.withKey(submission.key()).withValue(decision), ModerationTopology.DECISIONS);
        }
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("not assigned");
        }
        return now;
    }

    @Override
    public void close() {
        Running last = running;
        running = null;
        if (last != null) {
            meters.released(last.context.taskId().partition());
        }
    }
}
