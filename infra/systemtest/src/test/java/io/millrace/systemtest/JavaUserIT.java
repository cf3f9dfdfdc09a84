package io.millrace.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.centrifugal.centrifuge.ClientState;
import io.github.centrifugal.centrifuge.HistoryOptions;
import io.github.centrifugal.centrifuge.HistoryResult;
import io.github.centrifugal.centrifuge.PresenceResult;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.RPCResult;
import io.github.centrifugal.centrifuge.ReplyError;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.github.centrifugal.centrifuge.StreamPosition;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionOptions;
import io.github.centrifugal.centrifuge.SubscriptionState;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What an application with the Maven package `centrifuge-java` does all day, against a running system: tokens,
/// subscriptions of both sides, what a backend does to them, and every answer.
@ExtendWith(SharedStack.class)
class JavaUserIT {

    private final String user = "user-" + UUID.randomUUID();
    private ServerApi api;

    @BeforeEach
    void open(RunningStack stack) {
        api = new ServerApi(stack.page(0));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void connectionIsRefreshedBeforeItExpires(RunningStack stack) {
        try (JavaUser ada =
                new JavaUser(stack.webSocket(0), Tokens.ending(user, 2, ""), () -> Tokens.ending(user, 3_600, ""))) {
            ada.await("token asked for");

            assertThat(errorOfRpc(ada, "nothing")).as("still there").isEqualTo(104);
            assertThat(ada.events()).containsExactly("connecting 0", "connected", "token asked for");
        }
    }

    @Test
    void expiredTokenIsReplaced(RunningStack stack) {
        try (JavaUser ada =
                new JavaUser(stack.webSocket(0), Tokens.ending(user, -60, ""), () -> Tokens.ending(user, 3_600, ""))) {
            ada.await("connected");

            assertThat(ada.events()).containsExactly("connecting 0", "token asked for", "connected");
        }
    }

    @Test
    void badTokenIsTheEnd(RunningStack stack) {
        try (JavaUser ada = new JavaUser(stack.webSocket(0), "a.b.c", () -> "")) {
            ada.await("disconnected 3500 invalid token");

            assertThat(ada.client().getState()).isEqualTo(ClientState.DISCONNECTED);
        }
    }

    @Test
    void subscriptionTokenOpensAPrivateRoom(RunningStack stack) throws Exception {
        String room = "$" + Rooms.open("java-private");
        String more = ",\"channel\":\"" + room + "\",\"info\":{\"role\":\"host\"},\"data\":{\"topic\":\"x\"}";
        try (JavaUser ada = JavaUser.named(stack.webSocket(0), user);
                JavaUser stranger = JavaUser.named(stack.webSocket(1), "stranger")) {
            Subscription subscription = ada.subscribe(room, () -> Tokens.ending(user, 3_600, more));
            stranger.subscribe(room);
            ada.await("subscribed positioned recoverable{\"topic\":\"x\"}");
            stranger.await("unsubscribed 103 permission denied");

            publish(subscription, "{\"n\":1}");

            ada.await("publication 1 {\"n\":1}");
            assertThat(presence(subscription).getClients().values())
                    .extracting(info -> new String(info.getChanInfo(), UTF_8))
                    .containsExactly("{\"role\":\"host\"}");
        }
    }

    @Test
    void subscriptionIsRefreshedBeforeItExpires(RunningStack stack) throws Exception {
        String room = "$" + Rooms.open("java-refresh");
        String more = ",\"channel\":\"" + room + "\"";
        try (JavaUser ada = JavaUser.named(stack.webSocket(0), user)) {
            boolean[] first = {true};
            Subscription subscription = ada.subscribe(room, () -> {
                long seconds = first[0] ? 2 : 3_600;
                first[0] = false;
                return Tokens.ending(user, seconds, more);
            });
            ada.await("token asked for " + room, 2);

            publish(subscription, "1");

            ada.await("publication 1 1");
            assertThat(ada.events())
                    .filteredOn("subscribed positioned recoverable"::equals)
                    .hasSize(1);
        }
    }

    /// This version of the library gives up on error 109 although it has thrown the token away.
    @Test
    void expiredSubscriptionTokenIsReplacedOnTheNextTry(RunningStack stack) throws Exception {
        String room = "$" + Rooms.open("java-expired");
        String more = ",\"channel\":\"" + room + "\"";
        try (JavaUser ada = JavaUser.named(stack.webSocket(0), user)) {
            boolean[] first = {true};
            Subscription subscription = ada.subscribe(room, () -> {
                long seconds = first[0] ? -60 : 3_600;
                first[0] = false;
                return Tokens.ending(user, seconds, more);
            });
            ada.await("unsubscribed 109 token expired");

            subscription.subscribe();

            ada.await("subscribed positioned recoverable");
            assertThat(ada.events())
                    .filteredOn(("token asked for " + room)::equals)
                    .hasSize(2);
        }
    }

    @Test
    void tokenForAnotherRoomIsTheEnd(RunningStack stack) throws Exception {
        try (JavaUser ada = JavaUser.named(stack.webSocket(0), user)) {
            ada.subscribe(
                    "$" + Rooms.open("java-wrong"), () -> Tokens.ending(user, 3_600, ",\"channel\":\"$chat:other\""));

            ada.await("disconnected 3500 invalid token");
        }
    }

    @Test
    void tokenBringsSubscriptionsThatRecover(RunningStack stack) throws Exception {
        String room = Rooms.open("java-server");
        String subs = ",\"info\":{\"a\":1},\"subs\":{\"" + room
                + "\":{\"override\":{\"force_push_join_leave\":{\"value\":true}}}}";
        try (NetworkGate gate = NetworkGate.before(stack.ports().getFirst());
                JavaUser ada = new JavaUser(gate.webSocket(), Tokens.ending(user, 3_600, subs), () -> "")) {
            ada.await("server subscribed " + room);
            ada.await("server join " + room + " " + user + "{\"a\":1}");
            publish(room, 1);
            ada.await("server publication " + room + " 1 1");

            gate.shut();
            ada.await("connecting 1");
            publish(room, 2);
            gate.reopen();

            ada.await("server publication " + room + " 2 2");
            ada.await("server subscribed " + room + " recovered");
            publish(room, 3);
            ada.await("server publication " + room + " 3 3");
            assertThat(ada.events())
                    .filteredOn(event -> event.startsWith("server publication"))
                    .hasSize(3);
        }
    }

    @Test
    void backendSubscribesAndUnsubscribes(RunningStack stack) {
        String room = Rooms.open("java-pushed");
        String target = "{\"user\":\"%s\",\"channel\":\"%s\"}".formatted(user, room);
        try (JavaUser ada = JavaUser.named(stack.webSocket(1), user)) {
            ada.await("connected");

            api.result("subscribe", target);
            ada.await("server subscribed " + room);
            publish(room, 1);
            ada.await("server publication " + room + " 1 1");
            api.result("unsubscribe", target);

            ada.await("server unsubscribed " + room);
            publish(room, 2);
            assertThat(errorOfRpc(ada, "nothing")).isEqualTo(104);
            assertThat(ada.events()).doesNotContain("server publication " + room + " 2 2");
        }
    }

    @Test
    void backendEndsASubscriptionOfTheClient(RunningStack stack) throws Exception {
        String room = Rooms.open("java-ended");
        try (JavaUser ada = JavaUser.named(stack.webSocket(1), user)) {
            Subscription subscription = ada.subscribe(room);
            ada.await("subscribed positioned recoverable");

            api.result("unsubscribe", "{\"user\":\"%s\",\"channel\":\"%s\"}".formatted(user, room));

            ada.await("unsubscribed 2000 server unsubscribe");
            assertThat(subscription.getState()).isEqualTo(SubscriptionState.UNSUBSCRIBED);
        }
    }

    @Test
    void codeOfADisconnectSaysWhetherTheClientComesBack(RunningStack stack) throws Exception {
        String room = Rooms.open("java-codes");
        try (JavaUser ada = JavaUser.named(stack.webSocket(1), user)) {
            Subscription subscription = ada.subscribe(room);
            ada.await("subscribed positioned recoverable");

            disconnect(4_001, "move");
            ada.await("connecting 4001");
            ada.await("connected", 2);
            ada.await("subscribed positioned recoverable recovered");
            api.result("refresh", "{\"user\":\"%s\",\"expired\":true}".formatted(user));
            ada.await("connecting 3005");
            ada.await("connected", 3);
            disconnect(3_000, "over");
            ada.await("connecting 1");
            ada.await("connected", 4);
            publish(subscription, "1");
            ada.await("publication 1 1");
            disconnect(4_501, "gone");

            ada.await("disconnected 4501 gone");
            assertThat(ada.client().getState()).isEqualTo(ClientState.DISCONNECTED);
        }
    }

    @Test
    void clientLeavesByItself(RunningStack stack) throws Exception {
        String room = Rooms.open("java-leaves");
        SubscriptionOptions options = new SubscriptionOptions();
        options.setJoinLeave(true);
        options.setPositioned(true);
        try (JavaUser ada = JavaUser.named(stack.webSocket(0), user);
                JavaUser witness = JavaUser.named(stack.webSocket(1), "witness")) {
            witness.subscribe(room, options);
            witness.await("join witness");
            Subscription subscription = ada.subscribe(room);
            witness.await("join " + user);

            subscription.unsubscribe();
            ada.await("unsubscribed 0 unsubscribe called");
            witness.await("leave " + user);
            subscription.subscribe();
            witness.await("join " + user, 2);
            ada.client().disconnect();

            ada.await("disconnected 0 disconnect called");
            witness.await("leave " + user, 2);
        }
    }

    @Test
    void publicationsOfABackendCarryTags(RunningStack stack) throws Exception {
        String room = Rooms.open("java-tags");
        try (JavaUser ada = JavaUser.named(stack.webSocket(1), user)) {
            ada.subscribe(room);
            ada.await("subscribed positioned recoverable");

            api.result("publish", "{\"channel\":\"%s\",\"data\":1,\"tags\":{\"k\":\"v\"}}".formatted(room));

            ada.await("publication 1 1 {k=v}");
        }
    }

    @Test
    void historyIsReadFromAPlaceOn(RunningStack stack) throws Exception {
        String room = Rooms.open("java-pages");
        for (int i = 1; i <= 5; i++) {
            publish(room, i);
        }
        try (JavaUser ada = JavaUser.named(stack.webSocket(1), user)) {
            Subscription subscription = ada.subscribe(room);

            HistoryResult top = history(subscription, new HistoryOptions.Builder().build());
            StreamPosition second = new StreamPosition(2, top.getEpoch());
            HistoryResult page = history(
                    subscription,
                    new HistoryOptions.Builder().withSince(second).withLimit(2).build());

            assertThat(top.getOffset()).isEqualTo(5);
            assertThat(top.getPublications()).isEmpty();
            assertThat(page.getPublications())
                    .extracting(event -> event.getOffset())
                    .containsExactly(3L, 4L);
            HistoryOptions ofAnotherEpoch = new HistoryOptions.Builder()
                    .withSince(new StreamPosition(2, "another"))
                    .withLimit(2)
                    .build();
            assertThat(JavaUserIT.<HistoryResult>errorOf(callback -> subscription.history(ofAnotherEpoch, callback)))
                    .isEqualTo(112);
        }
    }

    @Test
    void answersOfOtherCallsAreTheirErrors(RunningStack stack) {
        try (JavaUser ada = JavaUser.named(stack.webSocket(0), user)) {
            ada.await("connected");

            assertThat(errorOfRpc(ada, "nothing")).isEqualTo(104);
            assertThat(JavaUserIT.<PresenceResult>errorOf(
                            callback -> ada.client().presence("signal:x", callback)))
                    .as("no presence there")
                    .isEqualTo(108);
            ada.client().send("{}".getBytes(UTF_8), _ -> {});

            ada.await("disconnected 3508 not available");
        }
    }

    private void disconnect(int code, String reason) {
        api.result(
                "disconnect",
                "{\"user\":\"%s\",\"disconnect\":{\"code\":%d,\"reason\":\"%s\"}}".formatted(user, code, reason));
    }

    private void publish(String room, int data) {
        api.result("publish", "{\"channel\":\"%s\",\"data\":%d}".formatted(room, data));
    }

    private static void publish(Subscription subscription, String json) {
        JavaMember.call(
                (ResultCallback<PublishResult> callback) -> subscription.publish(json.getBytes(UTF_8), callback));
    }

    private static PresenceResult presence(Subscription subscription) {
        return JavaMember.call((ResultCallback<PresenceResult> callback) -> subscription.presence(callback));
    }

    private static HistoryResult history(Subscription subscription, HistoryOptions options) {
        return JavaMember.call((ResultCallback<HistoryResult> callback) -> subscription.history(options, callback));
    }

    private static int errorOfRpc(JavaUser user, String method) {
        return JavaUserIT.<RPCResult>errorOf(callback -> user.client().rpc(method, "{}".getBytes(UTF_8), callback));
    }

    /// The code of the error that a call is answered with.
    private static <T> int errorOf(Consumer<ResultCallback<T>> call) {
        int[] code = new int[1];
        assertThatThrownBy(() -> JavaMember.call(call))
                .isInstanceOf(JavaMember.CallFailed.class)
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(ReplyError.class))
                .satisfies(error -> code[0] = error.getCode());
        return code[0];
    }
}
