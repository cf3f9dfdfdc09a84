package io.millrace.edge.session;

import io.millrace.edge.admission.Identity;
import io.millrace.edge.admission.ResumeTickets.Ticket;
import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The rpc method `resume_ticket`: leads to `{"ticket": "…", "ttl": 120}`, which the client may bring as its
/// token when it comes back within `ttl` seconds.
final class ResumeTicketRpc {

    static final String METHOD = "resume_ticket";

    private ResumeTicketRpc() {}

    /// Without tickets the method is not known.
    static boolean serves(Command.Rpc command, EdgeServices services) {
        return command.method().equals(METHOD)
                && services.config().auth().resume().isPresent();
    }

    /// An anonymous client has no token to stand for, and gets error 103. So does one that came with a
    /// ticket, or a ticket that was stolen once would be good for ever.
    static void issue(Command.Rpc command, Session session, EdgeServices services) {
        Identity identity = session.identity();
        Instant now = services.clock().instant();
        Optional<Ticket> ticket = identity.user().isAnonymous() || session.isTicketed()
                ? Optional.empty()
                : services.tokens().resumeTicket(identity, now);
        session.send(ticket.<Reply>map(issued -> new Reply.RpcResult(command.id(), json(issued, now)))
                .orElseGet(() -> Reply.ErrorReply.of(command.id(), ErrorCode.PERMISSION_DENIED)));
    }

    /// A ticket is made of characters that JSON takes as they are.
    private static Payload json(Ticket ticket, Instant now) {
        long ttl = Duration.between(now, ticket.until()).toSeconds();
        String json = "{\"ticket\":\"" + ticket.token().value() + "\",\"ttl\":" + ttl + "}";
        return Payload.wrap(json.getBytes(StandardCharsets.US_ASCII));
    }
}
