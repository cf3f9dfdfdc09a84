package io.millrace.edge.protocol;

import java.nio.charset.StandardCharsets;

/// One field of a reply: its Protobuf number and its JSON name (protocol specification, sections 3.2 to 3.5).
///
/// Trap: connect to ping are numbered one higher here than in commands, while rpc, refresh and sub_refresh
/// are not.
final class ReplyField {

    private final int number;
    private final byte[] key;

    private ReplyField(int number, String name) {
        this.number = number;
        this.key = ("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    private static ReplyField of(int number, String name) {
        return new ReplyField(number, name);
    }

    int number() {
        return number;
    }

    /// The quoted name and the colon.
    byte[] key() {
        return key;
    }

    /// The reply itself.
    static final class OfReply {
        static final ReplyField ID = of(1, "id");
        static final ReplyField ERROR = of(2, "error");
        static final ReplyField PUSH = of(4, "push");
        static final ReplyField CONNECT = of(5, "connect");
        static final ReplyField SUBSCRIBE = of(6, "subscribe");
        static final ReplyField UNSUBSCRIBE = of(7, "unsubscribe");
        static final ReplyField PUBLISH = of(8, "publish");
        static final ReplyField PRESENCE = of(9, "presence");
        static final ReplyField PRESENCE_STATS = of(10, "presence_stats");
        static final ReplyField HISTORY = of(11, "history");
        static final ReplyField RPC = of(13, "rpc");
        static final ReplyField REFRESH = of(14, "refresh");
        static final ReplyField SUB_REFRESH = of(15, "sub_refresh");

        private OfReply() {}
    }

    /// Error.
    static final class OfError {
        static final ReplyField CODE = of(1, "code");
        static final ReplyField MESSAGE = of(2, "message");
        static final ReplyField TEMPORARY = of(3, "temporary");

        private OfError() {}
    }

    /// ConnectResult.
    static final class OfConnect {
        static final ReplyField CLIENT = of(1, "client");
        static final ReplyField VERSION = of(2, "version");
        static final ReplyField EXPIRES = of(3, "expires");
        static final ReplyField TTL = of(4, "ttl");
        static final ReplyField DATA = of(5, "data");
        static final ReplyField SUBS = of(6, "subs");
        static final ReplyField PING = of(7, "ping");
        static final ReplyField PONG = of(8, "pong");
        static final ReplyField SESSION = of(9, "session");
        static final ReplyField NODE = of(10, "node");
        static final ReplyField TIME = of(11, "time");

        private OfConnect() {}
    }

    /// SubscribeResult.
    static final class OfSubscribe {
        static final ReplyField EXPIRES = of(1, "expires");
        static final ReplyField TTL = of(2, "ttl");
        static final ReplyField RECOVERABLE = of(3, "recoverable");
        static final ReplyField EPOCH = of(6, "epoch");
        static final ReplyField PUBLICATIONS = of(7, "publications");
        static final ReplyField RECOVERED = of(8, "recovered");
        static final ReplyField OFFSET = of(9, "offset");
        static final ReplyField POSITIONED = of(10, "positioned");
        static final ReplyField DATA = of(11, "data");
        static final ReplyField WAS_RECOVERING = of(12, "was_recovering");
        static final ReplyField DELTA = of(13, "delta");

        private OfSubscribe() {}
    }

    /// PresenceResult, PresenceStatsResult, HistoryResult and RPCResult.
    static final class OfQuery {
        static final ReplyField PRESENCE = of(1, "presence");
        static final ReplyField NUM_CLIENTS = of(1, "num_clients");
        static final ReplyField NUM_USERS = of(2, "num_users");
        static final ReplyField PUBLICATIONS = of(1, "publications");
        static final ReplyField EPOCH = of(2, "epoch");
        static final ReplyField OFFSET = of(3, "offset");
        static final ReplyField DATA = of(1, "data");

        private OfQuery() {}
    }

    /// RefreshResult, SubRefreshResult and the refresh push.
    static final class OfRefresh {
        static final ReplyField CLIENT = of(1, "client");
        static final ReplyField VERSION = of(2, "version");
        static final ReplyField EXPIRES = of(3, "expires");
        static final ReplyField TTL = of(4, "ttl");
        static final ReplyField SUB_EXPIRES = of(1, "expires");
        static final ReplyField SUB_TTL = of(2, "ttl");

        private OfRefresh() {}
    }

    /// Push and the events in it.
    static final class OfPush {
        static final ReplyField CHANNEL = of(2, "channel");
        static final ReplyField PUB = of(4, "pub");
        static final ReplyField JOIN = of(5, "join");
        static final ReplyField LEAVE = of(6, "leave");
        static final ReplyField UNSUBSCRIBE = of(7, "unsubscribe");
        static final ReplyField MESSAGE = of(8, "message");
        static final ReplyField SUBSCRIBE = of(9, "subscribe");
        static final ReplyField DISCONNECT = of(11, "disconnect");
        static final ReplyField REFRESH = of(12, "refresh");

        static final ReplyField WHO = of(1, "info");
        static final ReplyField UNSUBSCRIBE_CODE = of(2, "code");
        static final ReplyField UNSUBSCRIBE_REASON = of(3, "reason");
        static final ReplyField SUBSCRIBE_RECOVERABLE = of(1, "recoverable");
        static final ReplyField SUBSCRIBE_EPOCH = of(4, "epoch");
        static final ReplyField SUBSCRIBE_OFFSET = of(5, "offset");
        static final ReplyField SUBSCRIBE_POSITIONED = of(6, "positioned");
        static final ReplyField SUBSCRIBE_DATA = of(7, "data");
        static final ReplyField MESSAGE_DATA = of(1, "data");
        static final ReplyField DISCONNECT_CODE = of(1, "code");
        static final ReplyField DISCONNECT_REASON = of(2, "reason");
        static final ReplyField DISCONNECT_RECONNECT = of(3, "reconnect");

        private OfPush() {}
    }

    /// Publication and ClientInfo.
    static final class OfPublication {
        static final ReplyField DATA = of(4, "data");
        static final ReplyField INFO = of(5, "info");
        static final ReplyField OFFSET = of(6, "offset");
        static final ReplyField TAGS = of(7, "tags");
        static final ReplyField DELTA = of(8, "delta");

        static final ReplyField USER = of(1, "user");
        static final ReplyField CLIENT = of(2, "client");
        static final ReplyField CONN_INFO = of(3, "conn_info");
        static final ReplyField CHAN_INFO = of(4, "chan_info");

        private OfPublication() {}
    }
}
