package io.millrace.edge.protocol;

import io.millrace.edge.protocol.ReplyField.OfConnect;
import io.millrace.edge.protocol.ReplyField.OfError;
import io.millrace.edge.protocol.ReplyField.OfPublication;
import io.millrace.edge.protocol.ReplyField.OfPush;
import io.millrace.edge.protocol.ReplyField.OfQuery;
import io.millrace.edge.protocol.ReplyField.OfRefresh;
import io.millrace.edge.protocol.ReplyField.OfReply;
import io.millrace.edge.protocol.ReplyField.OfSubscribe;
import java.util.List;

/// Writes replies field by field, the same way for both encodings, in the order of the field numbers.
final class ReplyWriter {

    private ReplyWriter() {}

    static void reply(FieldWriter out, Reply reply) {
        switch (reply) {
            case Push push -> push(out, push);
            case Reply.ConnectResult result -> connect(out, result);
            case Reply.SubscribeResult result -> {
                answer(out, result.id(), OfReply.SUBSCRIBE);
                subscription(out, result.subscription());
                out.end();
            }
            case Reply.UnsubscribeResult result -> empty(out, result.id(), OfReply.UNSUBSCRIBE);
            case Reply.PublishResult result -> empty(out, result.id(), OfReply.PUBLISH);
            case Reply.PresenceResult result -> presence(out, result);
            case Reply.PresenceStatsResult result -> {
                answer(out, result.id(), OfReply.PRESENCE_STATS);
                out.numberAlways(OfQuery.NUM_CLIENTS, result.clients());
                out.numberAlways(OfQuery.NUM_USERS, result.users());
                out.end();
            }
            case Reply.HistoryResult result -> history(out, result);
            case Reply.RpcResult result -> {
                answer(out, result.id(), OfReply.RPC);
                out.bytes(OfQuery.DATA, result.data());
                out.end();
            }
            case Reply.RefreshResult result -> refresh(out, result);
            case Reply.SubRefreshResult result -> {
                answer(out, result.id(), OfReply.SUB_REFRESH);
                expiry(out, OfRefresh.SUB_EXPIRES, OfRefresh.SUB_TTL, result.expiry());
                out.end();
            }
            case Reply.ErrorReply error -> error(out, error);
            case Reply.Ping _ -> {
                // A reply without any field.
            }
        }
    }

    private static void answer(FieldWriter out, long id, ReplyField result) {
        out.number(OfReply.ID, id);
        out.begin(result);
    }

    private static void empty(FieldWriter out, long id, ReplyField result) {
        answer(out, id, result);
        out.end();
    }

    private static void error(FieldWriter out, Reply.ErrorReply error) {
        answer(out, error.id(), OfReply.ERROR);
        out.number(OfError.CODE, error.code());
        out.string(OfError.MESSAGE, error.message());
        out.bool(OfError.TEMPORARY, error.temporary());
        out.end();
    }

    private static void connect(FieldWriter out, Reply.ConnectResult result) {
        answer(out, result.id(), OfReply.CONNECT);
        out.string(OfConnect.CLIENT, result.client());
        out.string(OfConnect.VERSION, result.version());
        expiry(out, OfConnect.EXPIRES, OfConnect.TTL, result.expiry());
        out.bytes(OfConnect.DATA, result.data());
        if (!result.subs().isEmpty()) {
            out.beginMap(OfConnect.SUBS);
            result.subs().forEach((channel, subscription) -> {
                out.beginEntry(OfConnect.SUBS, channel);
                subscription(out, subscription);
                out.endEntry();
            });
            out.endMap();
        }
        out.number(OfConnect.PING, result.ping().intervalSeconds());
        out.bool(OfConnect.PONG, result.ping().pong());
        out.string(OfConnect.SESSION, result.uplink().session());
        out.string(OfConnect.NODE, result.uplink().node());
        out.number(OfConnect.TIME, result.timeMillis());
        out.end();
    }

    private static void subscription(FieldWriter out, Subscription subscription) {
        expiry(out, OfSubscribe.EXPIRES, OfSubscribe.TTL, subscription.expiry());
        out.bool(OfSubscribe.RECOVERABLE, subscription.recoverable());
        out.string(OfSubscribe.EPOCH, subscription.position().epoch());
        if (!subscription.recovery().publications().isEmpty()) {
            publications(out, OfSubscribe.PUBLICATIONS, subscription.recovery().publications());
        }
        out.bool(OfSubscribe.RECOVERED, subscription.recovery().recovered());
        out.number(OfSubscribe.OFFSET, subscription.position().offset());
        out.bool(OfSubscribe.POSITIONED, subscription.positioned());
        out.bytes(OfSubscribe.DATA, subscription.data());
        out.bool(OfSubscribe.WAS_RECOVERING, subscription.recovery().requested());
        out.bool(OfSubscribe.DELTA, subscription.delta());
    }

    private static void presence(FieldWriter out, Reply.PresenceResult result) {
        answer(out, result.id(), OfReply.PRESENCE);
        out.beginMap(OfQuery.PRESENCE);
        result.presence().forEach((client, info) -> {
            out.beginEntry(OfQuery.PRESENCE, client);
            clientInfo(out, info);
            out.endEntry();
        });
        out.endMap();
        out.end();
    }

    private static void history(FieldWriter out, Reply.HistoryResult result) {
        answer(out, result.id(), OfReply.HISTORY);
        publications(out, OfQuery.PUBLICATIONS, result.publications());
        out.stringAlways(OfQuery.EPOCH, result.top().epoch());
        out.numberAlways(OfQuery.OFFSET, result.top().offset());
        out.end();
    }

    private static void refresh(FieldWriter out, Reply.RefreshResult result) {
        answer(out, result.id(), OfReply.REFRESH);
        out.string(OfRefresh.CLIENT, result.client());
        out.string(OfRefresh.VERSION, result.version());
        expiry(out, OfRefresh.EXPIRES, OfRefresh.TTL, result.expiry());
        out.end();
    }

    private static void push(FieldWriter out, Push push) {
        out.begin(OfReply.PUSH);
        out.string(OfPush.CHANNEL, push.channel());
        switch (push.event()) {
            case Publication publication -> {
                out.begin(OfPush.PUB);
                publication(out, publication);
            }
            case Push.Join join -> who(out, OfPush.JOIN, join.info());
            case Push.Leave leave -> who(out, OfPush.LEAVE, leave.info());
            case Push.Unsubscribe unsubscribe -> {
                out.begin(OfPush.UNSUBSCRIBE);
                out.number(OfPush.UNSUBSCRIBE_CODE, unsubscribe.code());
                out.string(OfPush.UNSUBSCRIBE_REASON, unsubscribe.reason());
            }
            case Push.Subscribe subscribe -> subscribe(out, subscribe);
            case Push.Message message -> {
                out.begin(OfPush.MESSAGE);
                out.bytes(OfPush.MESSAGE_DATA, message.data());
            }
            case Push.Disconnect disconnect -> {
                out.begin(OfPush.DISCONNECT);
                out.number(OfPush.DISCONNECT_CODE, disconnect.code());
                out.string(OfPush.DISCONNECT_REASON, disconnect.reason());
                out.bool(OfPush.DISCONNECT_RECONNECT, disconnect.reconnect());
            }
            case Push.Refresh refresh -> {
                out.begin(OfPush.REFRESH);
                expiry(out, OfRefresh.SUB_EXPIRES, OfRefresh.SUB_TTL, refresh.expiry());
            }
        }
        out.end();
        out.end();
    }

    private static void who(FieldWriter out, ReplyField event, ClientInfo info) {
        out.begin(event);
        out.begin(OfPush.WHO);
        clientInfo(out, info);
        out.end();
    }

    private static void subscribe(FieldWriter out, Push.Subscribe subscribe) {
        out.begin(OfPush.SUBSCRIBE);
        out.bool(OfPush.SUBSCRIBE_RECOVERABLE, subscribe.recoverable());
        out.string(OfPush.SUBSCRIBE_EPOCH, subscribe.position().epoch());
        out.number(OfPush.SUBSCRIBE_OFFSET, subscribe.position().offset());
        out.bool(OfPush.SUBSCRIBE_POSITIONED, subscribe.positioned());
        out.bytes(OfPush.SUBSCRIBE_DATA, subscribe.data());
    }

    private static void publications(FieldWriter out, ReplyField field, List<Publication> publications) {
        out.beginList(field);
        for (Publication publication : publications) {
            out.beginItem(field);
            publication(out, publication);
            out.end();
        }
        out.endList();
    }

    private static void publication(FieldWriter out, Publication publication) {
        out.bytes(OfPublication.DATA, publication.data());
        if (publication.info() != null) {
            out.begin(OfPublication.INFO);
            clientInfo(out, publication.info());
            out.end();
        }
        out.number(OfPublication.OFFSET, publication.offset());
        if (!publication.tags().isEmpty()) {
            out.beginMap(OfPublication.TAGS);
            publication.tags().forEach((key, value) -> out.entry(OfPublication.TAGS, key, value));
            out.endMap();
        }
        out.bool(OfPublication.DELTA, publication.delta());
    }

    private static void clientInfo(FieldWriter out, ClientInfo info) {
        out.stringAlways(OfPublication.USER, info.user());
        out.stringAlways(OfPublication.CLIENT, info.client());
        out.bytes(OfPublication.CONN_INFO, info.connInfo());
        out.bytes(OfPublication.CHAN_INFO, info.chanInfo());
    }

    private static void expiry(FieldWriter out, ReplyField expires, ReplyField ttl, Expiry expiry) {
        out.bool(expires, expiry.expires());
        out.number(ttl, expiry.ttlSeconds());
    }
}
