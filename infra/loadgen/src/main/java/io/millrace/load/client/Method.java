package io.millrace.load.client;

import java.util.Locale;

/// The methods of the protocol that clients call here.
enum Method {
    CONNECT(4, 5),
    SUBSCRIBE(5, 6),
    UNSUBSCRIBE(6, 7),
    PUBLISH(7, 8),
    PRESENCE(8, 9),
    PRESENCE_STATS(9, 10),
    HISTORY(10, 11),
    RPC(13, 13);

    private final String key = name().toLowerCase(Locale.ROOT);
    private final int commandField;
    private final int replyField;

    Method(int commandField, int replyField) {
        this.commandField = commandField;
        this.replyField = replyField;
    }

    /// JSON name of its request and result.
    String key() {
        return key;
    }

    /// Protobuf field of its request in `Command`.
    int commandField() {
        return commandField;
    }

    /// Protobuf field of its result in `Reply`: shifted by one against the command, except for rpc.
    int replyField() {
        return replyField;
    }
}
