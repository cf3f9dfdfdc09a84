package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.policy.Holds;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.moderation.rule.Refusal;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.schema.state.Awaited;
import io.millrace.schema.state.HeldMessage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/// Keeps messages back and lets them go in the order in which their sender sent them to a room: those behind
/// one that waits, wait too. Owned by one stream thread.
final class Holding {

    /// Bounds the memory of one partition.
    private static final int MOST_WAITING = 10_000;

    private static final String HELD = "message held for review";

    private final HeldMessages held;
    private final PolicySource policies;

    Holding(HeldMessages held, PolicySource policies) {
        this.held = held;
        this.policies = policies;
    }

    /// Whether a message has to wait for earlier ones of its sender.
    boolean hasEarlier(MessageSubmitted message) {
        return !held.isEmpty() && !held.lane(message).isEmpty();
    }

    /// Whether one more may wait.
    boolean hasRoom(MessageSubmitted message, Holds holds) {
        return held.waiting() < MOST_WAITING && held.lane(message).size() < holds.most();
    }

    /// Keeps a message back for a moderator.
    void forPerson(HeldMessage message, Policy policy, Emitter out, Instant now) {
        Instant deadline = now.plus(policy.holds().timeout());
        HeldMessage waiting = HeldMessage.newBuilder(message)
                .setAwaits(Awaited.PERSON)
                .setDeadline(deadline)
                .build();
        held.put(waiting);
        MessageSubmitted content = message.getMessage();
        out.decision(
                message.getKey(),
                Outcomes.decision(content, Verdict.HOLD, message.getReasons(), message.getPolicyVersion(), now)
                        .setErrorCode(Refusal.HELD)
                        .setStage(message.getStage())
                        .setScores(message.getScores())
                        .setModel(message.getModel())
                        .build());
        review(waiting, out, now);
        tellFrom(waiting, out);
    }

    /// Asks a moderator, again if need be.
    void review(HeldMessage waiting, Emitter out, Instant now) {
        MessageSubmitted content = waiting.getMessage();
        out.review(
                waiting.getKey(),
                ReviewItems.of(ReviewKind.HELD, content, waiting.getReasons(), waiting.getScores(), now)
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
        for (HeldMessage earlier : held.lane(message.getMessage())) {
            if (earlier.getAwaits() == Awaited.PERSON) {
                tellFrom(message, out);
                return;
            }
        }
    }

    /// The message and those behind it take longer than their senders wait.
    private void tellFrom(HeldMessage first, Emitter out) {
        for (HeldMessage waiting : List.copyOf(held.lane(first.getMessage()))) {
            if (waiting.getPosition() >= first.getPosition() && !waiting.getTold()) {
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
        if (!message.getTold()) {
            out.answer(Outcomes.rejected(message.getMessage(), told.code(), told.reason()));
        }
        settle(message, verdict, false, out, now);
        advance(message.getMessage(), out, now);
    }

    private void advance(MessageSubmitted of, Emitter out, Instant now) {
        Collection<HeldMessage> lane = held.lane(of);
        while (!lane.isEmpty()) {
            Iterator<HeldMessage> first = lane.iterator();
            HeldMessage next = first.next();
            if (next.getAwaits() != Awaited.TURN) {
                return;
            }
            publish(next, out);
            settle(next, next.getMasked() == null ? Verdict.ALLOW : Verdict.MASK, true, out, now);
            lane = held.lane(of);
        }
    }

    private static void publish(HeldMessage message, Emitter out) {
        ByteBuffer masked = message.getMasked();
        MessageSubmitted content = message.getMessage();
        out.command(Outcomes.publish(content, masked == null ? content.getData() : masked, message.getTold()));
    }

    private void settle(HeldMessage message, Verdict verdict, boolean released, Emitter out, Instant now) {
        held.put(HeldMessage.newBuilder(message)
                .setAwaits(Awaited.NOTHING)
                .setReleased(released)
                .setSettledAt(now)
                .build());
        out.decision(
                message.getKey(),
                Outcomes.decision(message.getMessage(), verdict, message.getReasons(), message.getPolicyVersion(), now)
                        .setStage(message.getStage())
                        .setActor(message.getActor())
                        .setScores(message.getScores())
                        .setModel(message.getModel())
                        .build());
    }

    /// A message came again: read a second time after a crash, or sent again with the same id.
    void again(HeldMessage known, MessageSubmitted repeat, Emitter out, Instant now) {
        HeldMessage current = HeldMessage.newBuilder(known).setMessage(repeat).build();
        if (!HeldMessages.isSettled(known)) {
            held.put(current);
            if (known.getTold()) {
                out.answer(Outcomes.rejected(repeat, Refusal.HELD, HELD));
            }
            if (known.getAwaits() == Awaited.PERSON) {
                review(current, out, now);
            }
        } else if (known.getReleased()) {
            publish(HeldMessage.newBuilder(current).setTold(false).build(), out);
        } else {
            out.answer(Outcomes.rejected(repeat, Refusal.REJECTED_BY_MODERATION, "message rejected by moderation"));
        }
    }

    /// Outcomes that a crash may have cut off are given again; rooms drop what they have.
    void afterRestore(Emitter out) {
        held.settled().stream().filter(HeldMessage::getReleased).forEach(message -> publish(message, out));
    }

    /// Nobody decided in time.
    void withoutModerator(HeldMessage message, Emitter out, Instant now) {
        Holds holds = policies.of(new RoomId(message.getMessage().getRoom())).holds();
        HeldMessage decided =
                HeldMessage.newBuilder(message).setStage(Stage.DEADLINE).build();
        switch (holds.onTimeout()) {
            case DELIVER -> ready(decided, out, now);
            case DROP -> discard(decided, Verdict.DROP, rejected(), out, now);
        }
    }

    /// What the sender of a held message is told in the end, if it was told nothing before.
    static Refusal rejected() {
        return new Refusal(Refusal.REJECTED_BY_MODERATION, "message rejected by moderation");
    }
}
