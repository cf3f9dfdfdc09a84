package io.millrace.processor.topology;

import io.millrace.schema.chat.RoomCommand;

/// Kinds of commands, as metrics count them.
enum CommandKind {
    PUBLISH,
    ATTACH,
    DETACH,
    JOIN,
    LEAVE,
    EDGE_GONE,
    REMOVE_HISTORY,
    CHECK,
    RETRACT,
    UNKNOWN;

    static CommandKind of(RoomCommand command) {
        if (command.getPublish() != null) {
            return PUBLISH;
        }
        if (command.getAttach() != null) {
            return ATTACH;
        }
        if (command.getDetach() != null) {
            return DETACH;
        }
        if (command.getJoin() != null) {
            return JOIN;
        }
        if (command.getLeave() != null) {
            return LEAVE;
        }
        if (command.getRemoveHistory() != null) {
            return REMOVE_HISTORY;
        }
        if (command.getCheck() != null) {
            return CHECK;
        }
        if (command.getRetract() != null) {
            return RETRACT;
        }
        return command.getEdgeGone() != null ? EDGE_GONE : UNKNOWN;
    }
}
