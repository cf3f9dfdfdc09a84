package io.millrace.edge.session;

import io.millrace.edge.protocol.Command;
import io.millrace.edge.protocol.DisconnectCode;
import java.util.List;

/// Sends each command to the one who knows it. Runs on the session's reader thread only.
final class CommandHandler {

    private final Session session;
    private final EdgeServices services;
    private final ConnectCommands connects;
    private final SubscribeCommands subscribes;
    private final PublishCommands publishes;
    private final QueryCommands queries;

    CommandHandler(Session session, EdgeServices services) {
        this.session = session;
        this.services = services;
        this.connects = new ConnectCommands(session, services);
        this.subscribes = new SubscribeCommands(session, services);
        this.publishes = new PublishCommands(session, services);
        this.queries = new QueryCommands(session, services);
    }

    /// Lets the rooms of several subscribe commands attach at the same time, although the commands are
    /// handled one after the other. The session must be connected: nobody else may make this edge follow rooms.
    void prepare(List<Command> commands) {
        if (commands.size() > 1) {
            subscribes.prefetch(commands);
        }
    }

    void handle(Command command) {
        if (command instanceof Command.Connect connect) {
            connects.connect(connect);
            return;
        }
        if (session.state() != Session.State.CONNECTED) {
            session.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        switch (command) {
            case Command.Connect connect -> connects.connect(connect);
            case Command.Subscribe subscribe -> subscribes.subscribe(subscribe);
            case Command.Unsubscribe unsubscribe -> subscribes.unsubscribe(unsubscribe);
            case Command.Publish publish -> publishes.publish(publish);
            case Command.Rpc rpc
            when ResumeTicketRpc.serves(rpc, services) -> ResumeTicketRpc.issue(rpc, session, services);
            case Command.Rpc rpc when ModerationRpc.serves(rpc) -> new ModerationRpc(session, services).call(rpc);
            case Command.Rpc rpc -> publishes.rpc(rpc);
            case Command.Presence presence -> queries.presence(presence);
            case Command.PresenceStats stats -> queries.presenceStats(stats);
            case Command.History history -> queries.history(history);
            case Command.Refresh refresh -> connects.refresh(refresh);
            case Command.SubRefresh refresh -> subscribes.refresh(refresh);
            case Command.Send _ -> session.disconnect(DisconnectCode.NOT_AVAILABLE);
            case Command.Pong _ -> session.pong();
        }
    }
}
