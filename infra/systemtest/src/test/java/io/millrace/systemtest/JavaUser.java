package io.millrace.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.ClientInfo;
import io.github.centrifugal.centrifuge.ConnectedEvent;
import io.github.centrifugal.centrifuge.ConnectingEvent;
import io.github.centrifugal.centrifuge.ConnectionTokenEvent;
import io.github.centrifugal.centrifuge.ConnectionTokenGetter;
import io.github.centrifugal.centrifuge.DisconnectedEvent;
import io.github.centrifugal.centrifuge.DuplicateSubscriptionException;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.JoinEvent;
import io.github.centrifugal.centrifuge.LeaveEvent;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.ServerJoinEvent;
import io.github.centrifugal.centrifuge.ServerLeaveEvent;
import io.github.centrifugal.centrifuge.ServerPublicationEvent;
import io.github.centrifugal.centrifuge.ServerSubscribedEvent;
import io.github.centrifugal.centrifuge.ServerUnsubscribedEvent;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.SubscribingEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import io.github.centrifugal.centrifuge.SubscriptionOptions;
import io.github.centrifugal.centrifuge.SubscriptionTokenEvent;
import io.github.centrifugal.centrifuge.SubscriptionTokenGetter;
import io.github.centrifugal.centrifuge.TokenCallback;
import io.github.centrifugal.centrifuge.UnsubscribedEvent;
import io.millrace.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// A user of the Maven package `centrifuge-java` who writes down everything that the library tells, in words.
final class JavaUser implements AutoCloseable {

    private final Client client;
    private final List<String> events = new CopyOnWriteArrayList<>();

    /// Connects.
    ///
    /// @param token empty for none
    /// @param tokens where the library gets another token
    JavaUser(String url, String token, Supplier<String> tokens) {
        Options options = new Options();
        options.setToken(token);
        options.setMinReconnectDelay(20);
        options.setMaxReconnectDelay(100);
        options.setTimeout(10_000);
        options.setTokenGetter(new ConnectionTokenGetter() {
            @Override
            public void getConnectionToken(ConnectionTokenEvent event, TokenCallback callback) {
                events.add("token asked for");
                callback.Done(null, tokens.get());
            }
        });
        client = new Client(url, options, new Listener());
        client.connect();
    }

    /// Connects as a user with a name.
    static JavaUser named(String url, String user) {
        return new JavaUser(url, Tokens.hs256(RunningStack.TOKEN_SECRET, user), () -> "");
    }

    Client client() {
        return client;
    }

    /// Subscribes without a token.
    Subscription subscribe(String room) throws DuplicateSubscriptionException {
        return subscribe(room, new SubscriptionOptions());
    }

    /// Subscribes with tokens.
    Subscription subscribe(String room, Supplier<String> tokens) throws DuplicateSubscriptionException {
        SubscriptionOptions options = new SubscriptionOptions();
        options.setTokenGetter(new SubscriptionTokenGetter() {
            @Override
            public void getSubscriptionToken(SubscriptionTokenEvent event, TokenCallback callback) {
                events.add("token asked for " + event.getChannel());
                callback.Done(null, tokens.get());
            }
        });
        return subscribe(room, options);
    }

    Subscription subscribe(String room, SubscriptionOptions options) throws DuplicateSubscriptionException {
        Subscription subscription = client.newSubscription(room, options, new RoomListener());
        subscription.subscribe();
        return subscription;
    }

    /// Waits until something has been told.
    void await(String event) {
        await(event, 1);
    }

    /// Waits until something has been told that often.
    void await(String event, int times) {
        Await.value(
                this::events,
                told -> told.stream().filter(event::equals).count() >= times,
                Await.DEADLINE,
                times + " times '" + event + "'");
    }

    List<String> events() {
        return List.copyOf(events);
    }

    private static String text(byte[] data) {
        return data == null ? "" : new String(data, UTF_8);
    }

    private static String who(ClientInfo info) {
        return info.getUser() + text(info.getConnInfo()) + text(info.getChanInfo());
    }

    @Override
    public void close() {
        try {
            client.close(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener extends EventListener {

        @Override
        public void onConnecting(Client source, ConnectingEvent event) {
            events.add("connecting " + event.getCode());
        }

        @Override
        public void onConnected(Client source, ConnectedEvent event) {
            events.add("connected");
        }

        @Override
        public void onDisconnected(Client source, DisconnectedEvent event) {
            events.add("disconnected " + event.getCode() + " " + event.getReason());
        }

        @Override
        public void onSubscribed(Client source, ServerSubscribedEvent event) {
            events.add("server subscribed " + event.getChannel() + (event.getRecovered() ? " recovered" : ""));
        }

        @Override
        public void onUnsubscribed(Client source, ServerUnsubscribedEvent event) {
            events.add("server unsubscribed " + event.getChannel());
        }

        @Override
        public void onPublication(Client source, ServerPublicationEvent event) {
            events.add(
                    "server publication " + event.getChannel() + " " + event.getOffset() + " " + text(event.getData()));
        }

        @Override
        public void onJoin(Client source, ServerJoinEvent event) {
            events.add("server join " + event.getChannel() + " " + who(event.getInfo()));
        }

        @Override
        public void onLeave(Client source, ServerLeaveEvent event) {
            events.add("server leave " + event.getChannel() + " " + who(event.getInfo()));
        }
    }

    private final class RoomListener extends SubscriptionEventListener {

        @Override
        public void onSubscribing(Subscription source, SubscribingEvent event) {
            events.add("subscribing " + event.getCode());
        }

        @Override
        public void onSubscribed(Subscription source, SubscribedEvent event) {
            events.add("subscribed" + (event.getPositioned() ? " positioned" : "")
                    + (event.getRecoverable() ? " recoverable" : "") + (event.getRecovered() ? " recovered" : "")
                    + text(event.getData()));
        }

        @Override
        public void onUnsubscribed(Subscription source, UnsubscribedEvent event) {
            events.add("unsubscribed " + event.getCode() + " " + event.getReason());
        }

        @Override
        public void onPublication(Subscription source, PublicationEvent event) {
            events.add("publication " + event.getOffset() + " " + text(event.getData())
                    + (event.getTags().isEmpty() ? "" : " " + event.getTags()));
        }

        @Override
        public void onJoin(Subscription source, JoinEvent event) {
            events.add("join " + who(event.getInfo()));
        }

        @Override
        public void onLeave(Subscription source, LeaveEvent event) {
            events.add("leave " + who(event.getInfo()));
        }
    }
}
