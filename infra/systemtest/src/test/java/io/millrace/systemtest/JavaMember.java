package io.millrace.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.ClientState;
import io.github.centrifugal.centrifuge.DuplicateSubscriptionException;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.JoinEvent;
import io.github.centrifugal.centrifuge.LeaveEvent;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.RPCResult;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import io.github.centrifugal.centrifuge.SubscriptionOptions;
import io.github.centrifugal.centrifuge.SubscriptionState;
import io.millrace.testkit.Await;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A user of the Maven package `centrifuge-java` in one room, who writes down what comes.
final class JavaMember implements AutoCloseable {

    private final Client client;
    private final Subscription subscription;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<Subscribed> subscribed = new CopyOnWriteArrayList<>();
    private final List<String> presence = new CopyOnWriteArrayList<>();

    /// A publication as this member got it.
    ///
    /// @param client empty when no client published it
    record Heard(long offset, String text, String client) {}

    /// An answer to subscribing.
    record Subscribed(boolean recoverable, boolean wasRecovering, boolean recovered) {}

    private JavaMember(String url, String room, String token) throws DuplicateSubscriptionException {
        Options options = new Options();
        options.setToken(token);
        options.setMinReconnectDelay(20);
        options.setMaxReconnectDelay(100);
        options.setTimeout(10_000);
        client = new Client(url, options, new EventListener() {});
        SubscriptionOptions subscribe = new SubscriptionOptions();
        subscribe.setRecoverable(true);
        subscribe.setJoinLeave(true);
        subscription = client.newSubscription(room, subscribe, new Recorder());
    }

    /// Connects and joins.
    ///
    /// @param token or empty for none
    static JavaMember join(String url, String room, String token) throws DuplicateSubscriptionException {
        JavaMember member = new JavaMember(url, room, token);
        member.client.connect();
        member.subscription.subscribe();
        Await.until(
                () -> member.subscription.getState() == SubscriptionState.SUBSCRIBED,
                Await.DEADLINE,
                "subscribed to " + room);
        return member;
    }

    List<Heard> heard() {
        return List.copyOf(heard);
    }

    List<Subscribed> subscribed() {
        return List.copyOf(subscribed);
    }

    /// `join` or `leave`, a space, and the client, in order.
    List<String> presence() {
        return List.copyOf(presence);
    }

    boolean isConnected() {
        return client.getState() == ClientState.CONNECTED;
    }

    Subscription subscription() {
        return subscription;
    }

    Client client() {
        return client;
    }

    void publish(String json) {
        call((ResultCallback<PublishResult> callback) -> subscription.publish(json.getBytes(UTF_8), callback));
    }

    String rpc(String method, String json) {
        return new String(
                call((ResultCallback<RPCResult> callback) -> client.rpc(method, json.getBytes(UTF_8), callback))
                        .getData(),
                UTF_8);
    }

    /// Waits for the result of one call.
    ///
    /// @throws CallFailed with the server's or the library's error
    static <T> T call(Consumer<ResultCallback<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        work.accept((@Nullable Throwable error, T value) -> {
            if (error == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(error);
            }
        });
        try {
            return result.get(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CallFailed(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + Await.DEADLINE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            client.close(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A call that was answered with an error, which is the cause.
    static final class CallFailed extends RuntimeException {

        private static final long serialVersionUID = 1;

        CallFailed(@Nullable Throwable cause) {
            super(cause);
        }
    }

    private final class Recorder extends SubscriptionEventListener {

        @Override
        public void onSubscribed(Subscription source, SubscribedEvent event) {
            subscribed.add(new Subscribed(event.getRecoverable(), event.wasRecovering(), event.getRecovered()));
        }

        @Override
        public void onPublication(Subscription source, PublicationEvent event) {
            heard.add(new Heard(
                    event.getOffset(),
                    new String(event.getData(), UTF_8),
                    event.getInfo() == null ? "" : event.getInfo().getClient()));
        }

        @Override
        public void onJoin(Subscription source, JoinEvent event) {
            presence.add("join " + event.getInfo().getClient());
        }

        @Override
        public void onLeave(Subscription source, LeaveEvent event) {
            presence.add("leave " + event.getInfo().getClient());
        }
    }
}
