package io.millrace.moderation.topology;

import io.millrace.moderation.raid.Alarm;
import io.millrace.moderation.raid.RaidRules;
import io.millrace.moderation.rule.RuleId;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The records that an alarm becomes.
final class RaidRecords {

    private static final String ACTOR = "raid";

    private RaidRecords() {}

    static Lockdown lockdown(String room, Alarm alarm) {
        return Lockdown.newBuilder()
                .setRoom(room)
                .setFrom(Instant.ofEpochMilli(alarm.guard().from()))
                .setUntil(Instant.ofEpochMilli(alarm.guard().until()))
                .setCause(alarm.sign().cause().label())
                .setCount(alarm.sign().count())
                .setActor(ACTOR)
                .build();
    }

    /// The same alarm has the same id, also when its commands are read again.
    static ReviewItem review(String room, Alarm alarm, RaidRules rules) {
        String cause = alarm.sign().cause().label();
        long from = alarm.guard().from();
        return ReviewItem.newBuilder()
                .setId(UUID.nameUUIDFromBytes((ACTOR + ' ' + from + ' ' + room).getBytes(StandardCharsets.UTF_8))
                        .toString())
                .setKind(ReviewKind.RAID)
                .setRoom(room)
                .setUser("")
                .setReasons(List.of(
                        new Reason(RuleId.LOCKDOWN.label(), cause, null, null, null, "lockdown", rules.trial())))
                .setText(alarm.sign().count() + " people: " + cause)
                .setAt(Instant.ofEpochMilli(from))
                .build();
    }
}
