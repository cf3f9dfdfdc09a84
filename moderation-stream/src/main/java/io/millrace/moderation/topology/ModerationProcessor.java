package io.millrace.moderation.topology;

import io.millrace.moderation.conduct.Conduct;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.strike.Strikes;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.state.Awaited;
import io.millrace.schema.state.HeldMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// The moderation of one partition of senders: messages, scores of the larger model and rulings of people in;
/// commands for rooms, answers for senders and decisions out.
///
/// A record that cannot be handled leaves no trace but its dead letter: it is checked before anything is
/// changed. Owned by one stream thread.
final class ModerationProcessor implements Processor<@Nullable String, @Nullable SpecificRecord, String, Object> {

    private static final Duration FORGET_INTERVAL = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(100);

    private final Environment environment;
    private final ModerationMeters meters;
    private @Nullable Running running;

    /// Whether what was restored has been looked at; only records and ticks may have output.
    private boolean restored;

    ModerationProcessor(Environment environment, ModerationMeters meters) {
        this.environment = environment;
        this.meters = meters;
    }

    /// What exists while the partition is assigned.
    private record Running(
            ProcessorContext<String, Object> context,
            SenderStore<Buckets> senders,
            HeldMessages held,
            Holding holding,
            Scoring scoring,
            Rulings rulings,
            Judge judge) {}

    @Override
    public void init(ProcessorContext<String, Object> context) {
        SenderStore<Buckets> buckets = new SenderStore<>(
                context.getStateStore(ModerationTopology.SENDERS),
                Retentions.buckets(
                        () -> environment.policies().general().limits().rates()));
        SenderStore<Conduct> conduct =
                new SenderStore<>(context.getStateStore(ModerationTopology.CONDUCT), Retentions.CONDUCT);
        SenderStore<Strikes> strikes =
                new SenderStore<>(context.getStateStore(ModerationTopology.STRIKES), Retentions.STRIKES);
        HeldMessages held = new HeldMessages(context.getStateStore(ModerationTopology.HELD), commitInterval(context));
        UnscoredMessages unscored = new UnscoredMessages(context.getStateStore(ModerationTopology.UNSCORED));
        Escalations escalations = new Escalations(strikes);
        Holding holding = new Holding(held, environment);
        Scoring scoring = new Scoring(environment.policies(), held, holding, unscored, escalations);
        Execution execution = new Execution(holding, scoring, escalations);
        Judge judge = new Judge(environment, new Judge.Senders(buckets, conduct), held, holding, execution, meters);
        Rulings rulings = new Rulings(environment.policies(), held, holding, escalations);
        Running now = new Running(context, buckets, held, holding, scoring, rulings, judge);
        running = now;
        restored = false;
        var _ = context.schedule(FORGET_INTERVAL, PunctuationType.STREAM_TIME, at -> {
            buckets.forgetIdle(at);
            conduct.forgetIdle(at);
            strikes.forgetIdle(at);
        });
        var _ = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, at -> tick(now, Instant.ofEpochMilli(at)));
    }

    @Override
    public void process(Record<@Nullable String, @Nullable SpecificRecord> record) {
        Running now = running();
        Emitter out = Emitter.of(now.context, record);
        Instant at = Instant.ofEpochMilli(now.context.currentSystemTimeMs());
        finishRestored(now, at);
        switch (record.value()) {
            case MessageSubmitted message -> submitted(now, record, message, out, at);
            case ModelScores scores -> now.scoring.answered(key(record), scores, out, at);
            case Ruling ruling -> now.rulings.ruled(key(record), ruling, out, at);
            case null -> throw new IllegalArgumentException("record has no value");
            default -> throw new IllegalArgumentException("record of a kind that is not known here");
        }
    }

    private void submitted(
            Running now, Record<@Nullable String, ?> record, MessageSubmitted message, Emitter out, Instant at) {
        Submission submission = Submission.of(record.key(), message);
        if (environment.moderated().test(submission.room())) {
            long position = now.context
                    .recordMetadata()
                    .map(RecordMetadata::offset)
                    .orElseThrow(() -> new IllegalStateException("a message always comes from the log"));
            now.judge.submitted(new Judged.Arrived(submission, position, record.timestamp(), at), out);
        } else {
            meters.passed();
            Changes.whole(() -> out.command(Outcomes.publish(message, message.getData(), false)));
        }
    }

    private static String key(Record<@Nullable String, ?> record) {
        String key = record.key();
        if (key == null) {
            throw new IllegalArgumentException("record has no key");
        }
        return key;
    }

    private void tick(Running now, Instant at) {
        Emitter out = Emitter.at(now.context, at);
        finishRestored(now, at);
        for (HeldMessage due : now.held.due(at)) {
            MessageSubmitted message = due.getMessage();
            // Those before it may have changed it.
            HeldMessage current = now.held.find(message.getRoom(), message.getMessageId());
            if (current == null || !Objects.equals(current.getDeadline(), due.getDeadline())) {
                continue;
            }
            if (current.getAwaits() == Awaited.SCORER) {
                now.scoring.withoutAnswer(current, out, at);
            } else if (current.getAwaits() == Awaited.PERSON) {
                now.holding.withoutModerator(current, out, at);
            }
        }
        now.scoring.askAgain(out, at);
        meters.sizes(now.context.taskId().partition(), now.senders.size(), now.held.waiting(), now.scoring.unscored());
    }

    /// Before anything else, so that what was sent first goes first.
    private void finishRestored(Running now, Instant at) {
        if (!restored) {
            Changes.whole(() -> now.holding.afterRestore(Emitter.at(now.context, at), at));
            restored = true;
        }
    }

    private static Duration commitInterval(ProcessorContext<?, ?> context) {
        Object millis = context.appConfigs().get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        return Duration.ofMillis(Long.parseLong(String.valueOf(millis)));
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
