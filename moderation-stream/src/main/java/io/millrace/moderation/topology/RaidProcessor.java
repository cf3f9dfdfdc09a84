package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.raid.Alarm;
import io.millrace.moderation.raid.Guard;
import io.millrace.moderation.raid.Person;
import io.millrace.moderation.raid.RaidRules;
import io.millrace.moderation.raid.RoomWatch;
import io.millrace.moderation.raid.Sign;
import io.millrace.moderation.text.Fingerprint;
import io.millrace.moderation.text.PayloadText;
import io.millrace.moderation.text.TextFolder;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.moderation.Lockdown;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Watches rooms for raids: commands of rooms in, lockdowns and items for moderators out.
///
/// A command of a room without rules costs a look-up of the room: it is not even decoded. One that cannot be
/// read is skipped, because the processor of the room makes the dead letter of it. Owned by one stream thread.
final class RaidProcessor implements Processor<@Nullable String, byte @Nullable [], String, Object> {

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(10);

    /// Texts are compared by their beginning; the rest is not read.
    private static final int TEXT_LIMIT = 2_000;

    private final Environment environment;
    private final Deserializer<RoomCommand> commands;
    private final RaidMeters meters;
    private final Map<String, RoomWatch> watches = new HashMap<>();
    private @Nullable Running running;

    /// What exists while the partition is assigned.
    private record Running(ProcessorContext<String, Object> context, RaidStore store) {}

    RaidProcessor(Environment environment, Deserializer<RoomCommand> commands, RaidMeters meters) {
        this.environment = environment;
        this.commands = commands;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        RaidStore store = new RaidStore(context.getStateStore(RaidTopology.STORE));
        running = new Running(context, store);
        var _ = context.schedule(SWEEP_INTERVAL, PunctuationType.STREAM_TIME, now -> {
            watches.values().removeIf(watch -> watch.idleAt() <= now);
            store.sweep(now);
        });
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        String room = record.key();
        byte[] value = record.value();
        // Commands to all rooms of a partition have no room in the key.
        if (room == null || value == null || !RoomId.isValid(room)) {
            return;
        }
        RoomId id = new RoomId(room);
        RaidRules rules = environment.policies().of(id).behaviour().raids();
        if (!rules.isOff() && environment.moderated().test(id)) {
            RoomCommand command = read(value);
            if (command != null) {
                watch(running(), rules, room, command, record);
            }
        }
    }

    private @Nullable RoomCommand read(byte[] value) {
        try {
            return commands.deserialize(RaidTopology.COMMANDS_TOPIC, value);
        } catch (SerializationException unreadable) {
            meters.unreadable();
            return null;
        }
    }

    private void watch(
            Running now,
            RaidRules rules,
            String room,
            RoomCommand command,
            Record<@Nullable String, byte @Nullable []> record) {
        Publish publish = command.getPublish();
        Sender sender = publish != null
                ? publish.getSender()
                : command.getJoin() == null ? null : command.getJoin().getMember();
        // What a backend publishes has no connection.
        if (sender == null || sender.getClient().isEmpty()) {
            return;
        }
        long at = record.timestamp();
        Guard known = now.store.guard(room);
        Guard guard = known == null ? Guard.beginning(at) : known;
        if (known == null) {
            now.store.put(room, guard);
        }
        Person person = Person.of(sender.getUser(), sender.getClient());
        boolean unknown = rules.asksForNewcomers() && now.store.meet(room, person, at);
        boolean stranger = unknown && guard.knowsItsPeople(rules, at);
        RoomWatch watch = watches.computeIfAbsent(room, _ -> new RoomWatch());
        Sign sign = publish == null
                ? watch.joined(rules, person, stranger, at)
                : watch.wrote(rules, person, stranger, fingerprint(rules, publish), at);
        Alarm alarm = sign == null ? null : guard.on(sign, rules, isLocked(room, at), at);
        if (alarm != null) {
            raise(now, rules, room, alarm, record);
            // Last: a guard that outlives a crash without its lockdown would look like a room that a moderator has
            // opened.
            now.store.put(room, alarm.guard());
        }
    }

    private boolean isLocked(String room, long at) {
        Lockdown lockdown = environment.restrictions().lockdown(room);
        return lockdown != null && lockdown.getUntil().toEpochMilli() > at;
    }

    private static @Nullable Fingerprint fingerprint(RaidRules rules, Publish publish) {
        return rules.sameText() == null
                ? null
                : Fingerprint.of(TextFolder.fold(PayloadText.of(publish.getData(), publish.getFormat(), TEXT_LIMIT)));
    }

    /// An alarm that would be over already, because the record was read late, locks nothing.
    private void raise(
            Running now,
            RaidRules rules,
            String room,
            Alarm alarm,
            Record<@Nullable String, byte @Nullable []> record) {
        if (alarm.first()) {
            meters.alarm(alarm.sign().cause());
            now.context.forward(
                    record.withKey(room).withValue(RaidRecords.review(room, alarm, rules)), RaidTopology.REVIEW);
        }
        if (!rules.trial() && alarm.guard().until() > now.context.currentSystemTimeMs()) {
            now.context.forward(
                    record.withKey(room).withValue(RaidRecords.lockdown(room, alarm)), RaidTopology.LOCKDOWNS);
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
        running = null;
        watches.clear();
    }
}
