package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.policy.Holds;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.schema.state.Awaited;
import io.millrace.schema.state.HeldMessage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Keeps messages back and lets them go in the order in which their sender sent them to a room: those behind
/// one that waits, wait too. Owned by one stream thread.
final class Holding {

    /// Bounds the memory of one partition.
    private static final int MOST_WAITING = 10_000;

    /// Of payloads, for the same reason.
    private static final long MOST_BYTES = 64L << 20;

    /// Over all rooms a sender has the room of so many.
    private static final long MOST_ROOMS = 10;

    private static final String HELD = "message held for review";

    private final HeldMessages held;
    private final Environment environment;
    private final Settlement settlement;

    Holding(HeldMessages held, Environment environment) {
        this.held = held;
        this.environment = environment;
        this.settlement = new Settlement(environment.policies());
    }

    /// Whether a message has to wait for earlier ones of its sender. One that is read again after a crash may
    /// find later ones waiting: these are behind it.
    boolean hasEarlier(MessageSubmitted message, long position) {
        return !held.isEmpty() && !held.lane(message).headMap(position).isEmpty();
    }

    /// Whether so many of all senders wait that no more may.
    boolean isCrowded() {
        return held.waiting() >= MOST_WAITING || held.waitingBytes() >= MOST_BYTES;
    }

    /// Whether one more may wait.
    boolean hasRoom(MessageSubmitted message, Holds holds) {
        return !isCrowded()
                && held.lane(message).size() < holds.most()
                && held.waitingOf(message.getSender()) < MOST_ROOMS * holds.most();
    }

    /// Keeps a message back for a moderator.
    void forPerson(HeldMessage message, Policy policy, Emitter out, Instant now) {
        Instant deadline = now.plus(policy.holds().timeout());
        HeldMessage waiting = HeldMessage.newBuilder(message)
                .setAwaits(Awaited.PERSON)
                .setDeadline(deadline)
                .setHeldAt(now)
                .build();
        held.put(waiting);
        ask(waiting, now, out);
        tellFrom(waiting, out);
    }

    /// Asks a moderator, again if need be.
    private static void ask(HeldMessage waiting, Instant since, Emitter out) {
        MessageSubmitted content = waiting.getMessage();
        out.decision(
                waiting.getKey(),
                Outcomes.decision(waiting, Verdict.HOLD, since)
                        .setErrorCode(Refusal.HELD)
                        .build());
        out.review(
                waiting.getKey(),
                ReviewItems.of(ReviewKind.HELD, content, waiting.getReasons(), waiting.getScores(), since)
                        .setData(content.getData())
                        .setExpiresAt(waiting.getDeadline())
                        .build());
    }

    /// Keeps a message back for the larger model; its sender hears nothing for so short a time, unless an
    /// earlier message waits for a moderator.
    void forScorer(HeldMessage message, Instant deadline, Emitter out) {
        keep(
                HeldMessage.newBuilder(message)
                        .setAwaits(Awaited.SCORER)
                        .setDeadline(deadline)
                        .build(),
                out);
    }

    /// Keeps a message back for those before it.
    void forTurn(HeldMessage message, Emitter out) {
        keep(
                HeldMessage.newBuilder(message)
                        .setAwaits(Awaited.TURN)
                        .setDeadline(null)
                        .build(),
                out);
    }

    private void keep(HeldMessage message, Emitter out) {
        held.put(message);
        var before = held.lane(message.getMessage()).headMap(message.getPosition());
        for (HeldMessage earlier : before.values()) {
            if (earlier.getAwaits() == Awaited.PERSON) {
                tellFrom(message, out);
                return;
            }
        }
    }

    /// The message and those behind it take longer than their senders wait.
    private void tellFrom(HeldMessage first, Emitter out) {
        var behind = held.lane(first.getMessage()).tailMap(first.getPosition(), true);
        for (HeldMessage waiting : List.copyOf(behind.values())) {
            if (!waiting.getTold()) {
                out.answer(Outcomes.rejected(waiting.getMessage(), Refusal.HELD, HELD));
                held.put(HeldMessage.newBuilder(waiting).setTold(true).build());
            }
        }
    }

    /// Nothing more is held against a message: it goes as soon as those before it have gone.
    void ready(HeldMessage message, Emitter out, Instant now) {
        held.put(HeldMessage.newBuilder(message)
                .setAwaits(Awaited.TURN)
                .setDeadline(null)
                .build());
        advance(message.getMessage(), out, now);
    }

    /// A message goes nowhere.
    ///
    /// @param told what the sender gets, if it still waits
    void discard(HeldMessage message, Verdict verdict, Refusal told, Emitter out, Instant now) {
        settle(refused(message, told), verdict, out, now);
        advance(message.getMessage(), out, now);
    }

    private static HeldMessage refused(HeldMessage message, Refusal told) {
        return HeldMessage.newBuilder(message)
                .setRefusalCode(told.code())
                .setRefusalReason(told.reason())
                .build();
    }

    private void advance(MessageSubmitted of, Emitter out, Instant now) {
        var first = held.lane(of).firstEntry();
        while (first != null && first.getValue().getAwaits() == Awaited.TURN) {
            release(first.getValue(), out, now);
            first = held.lane(of).firstEntry();
        }
    }

    /// A sender that was silenced meanwhile is not heard, unless a moderator has approved the very message.
    private void release(HeldMessage message, Emitter out, Instant now) {
        Hit silenced = message.getStage() == Stage.PERSON ? null : silenced(message.getMessage(), now);
        if (silenced == null) {
            settle(message, message.getMasked() == null ? Verdict.ALLOW : Verdict.MASK, out, now);
        } else {
            HeldMessage judged = HeldMessage.newBuilder(message)
                    .setReasons(Outcomes.together(List.of(silenced), message.getReasons()))
                    .build();
            settle(refused(judged, silenced.told()), Verdict.BOUNCE, out, now);
        }
    }

    private @Nullable Hit silenced(MessageSubmitted message, Instant now) {
        return Standing.refusal(environment.restrictions(), message, now);
    }

    private void settle(HeldMessage message, Verdict verdict, Emitter out, Instant now) {
        HeldMessage settled = HeldMessage.newBuilder(message)
                .setAwaits(Awaited.NOTHING)
                .setDeadline(null)
                .setVerdict(verdict)
                .setReleased(message.getRefusalCode() == null)
                .setSettledAt(now)
                .build();
        held.put(settled);
        settlement.give(settled, out);
    }

    /// A message came again: read a second time after a crash, or sent again with the same id. Only who waits
    /// for its outcome is another: what it says now was never judged.
    void again(HeldMessage known, MessageSubmitted repeat, Emitter out) {
        MessageSubmitted message = MessageSubmitted.newBuilder(known.getMessage())
                .setReplyTo(repeat.getReplyTo())
                .build();
        HeldMessage current = HeldMessage.newBuilder(known).setMessage(message).build();
        if (!HeldMessages.isSettled(known)) {
            held.put(current);
            if (known.getTold()) {
                out.answer(Outcomes.rejected(message, Refusal.HELD, HELD));
            }
        } else {
            Settlement.tellAgain(HeldMessage.newBuilder(current).setTold(false).build(), out);
        }
    }

    /// Whether a message was refused for a reason that may be gone when it is sent again.
    static boolean isTemporary(HeldMessage known) {
        Integer code = known.getRefusalCode();
        return code != null && code != Refusal.REJECTED_BY_MODERATION;
    }

    /// What a crash may have cut off is done again; rooms drop what they have.
    void afterRestore(Emitter out, Instant now) {
        for (HeldMessage unsure : held.unsure()) {
            if (HeldMessages.isSettled(unsure)) {
                settlement.give(unsure, out);
            } else {
                ask(unsure, Objects.requireNonNull(unsure.getHeldAt()), out);
            }
        }
        held.first().forEach(first -> advance(first.getMessage(), out, now));
    }

    /// Nobody decided in time.
    void withoutModerator(HeldMessage message, Emitter out, Instant now) {
        Policy policy =
                environment.policies().of(new RoomId(message.getMessage().getRoom()));
        HeldMessage decided = HeldMessage.newBuilder(message)
                .setStage(Stage.DEADLINE)
                .setPolicyVersion(policy.version())
                .build();
        switch (policy.holds().onTimeout()) {
            case DELIVER -> ready(decided, out, now);
            case DROP -> discard(decided, Verdict.DROP, Settlement.rejected(), out, now);
        }
    }
}
