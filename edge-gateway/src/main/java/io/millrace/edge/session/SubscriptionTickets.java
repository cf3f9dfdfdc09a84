package io.millrace.edge.session;

import io.millrace.edge.admission.SubscriptionVerdict;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.Token;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// What the subscription tokens of a session's client are worth. Each is verified once, although the commands
/// of one message are looked at twice. Used by the reader thread only.
final class SubscriptionTickets {

    private final Session session;
    private final EdgeServices services;

    /// By the command itself: its id and even all of it may come twice.
    private @Nullable IdentityHashMap<Command.Subscribe, SubscriptionVerdict> ahead;

    SubscriptionTickets(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
    }

    /// Judges the token of a command that will come in a moment.
    SubscriptionVerdict judgeAhead(Command.Subscribe command) {
        IdentityHashMap<Command.Subscribe, SubscriptionVerdict> verdicts = ahead;
        if (verdicts == null) {
            verdicts = new IdentityHashMap<>();
            ahead = verdicts;
        }
        return verdicts.computeIfAbsent(command, this::verify);
    }

    /// Judges the token of a command.
    SubscriptionVerdict judge(Command.Subscribe command) {
        IdentityHashMap<Command.Subscribe, SubscriptionVerdict> verdicts = ahead;
        SubscriptionVerdict verdict = verdicts == null ? null : verdicts.remove(command);
        return verdict == null ? verify(command) : verdict;
    }

    SubscriptionVerdict verify(Token token, String channel) {
        return services.tokens()
                .subscriptions()
                .verify(
                        token,
                        channel,
                        session.identity().user(),
                        session.client(),
                        services.clock().instant());
    }

    /// The message is done.
    void forget() {
        ahead = null;
    }

    private SubscriptionVerdict verify(Command.Subscribe command) {
        return verify(command.request().token(), command.channel());
    }
}
