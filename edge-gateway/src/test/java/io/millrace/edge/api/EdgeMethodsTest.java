package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.edge.ControlTarget;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The methods that concern connections, wherever they are.
class EdgeMethodsTest {

    private ApiRun run = ApiRun.of(3);

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void everyLiveEdgeIsToldOnce() {
        assertThat(run.post("disconnect", "{\"user\":\"ann\"}")).isEqualTo("{\"result\":{}}");

        assertThat(run.edges).allSatisfy(edge -> assertThat(edge.applied).hasSize(1));
        EdgeControl control = run.edges.getLast().applied.getFirst();
        assertThat(control.getTarget()).isEqualTo(new ControlTarget("ann", "", ""));
        assertThat(control.getDisconnect().getCode()).isEqualTo(3_503);
        assertThat(control.getDisconnect().getReason()).isEqualTo("force disconnect");
    }

    @Test
    void disconnectSaysWhomWhyAndWhoStays() {
        run.post("disconnect", """
                {"user":"ann","client":"c","session":"s","whitelist":["w"],"disconnect":{"code":4000,"reason":"go"}}""");

        EdgeControl control = applied();
        assertThat(control.getTarget()).isEqualTo(new ControlTarget("ann", "c", "s"));
        assertThat(control.getDisconnect().getCode()).isEqualTo(4_000);
        assertThat(control.getDisconnect().getReason()).isEqualTo("go");
        assertThat(control.getDisconnect().getWhitelist()).containsExactly("w");
    }

    @Test
    void subscribeCarriesEverything() {
        assertThat(run.post("subscribe", """
                        {"user":"ann","channel":"chat:a","info":{"i":1},"b64data":"AQI=","expire_at":1800000000,
                         "recover_since":{"offset":5,"epoch":"e"},
                         "override":{"presence":{"value":true},"force_recovery":{"value":false},"other":{"value":true}}}""")).isEqualTo("{\"result\":{}}");

        var subscribe = applied().getSubscribe();
        assertThat(subscribe.getRoom()).isEqualTo("chat:a");
        assertThat(StandardCharsets.UTF_8
                        .decode(subscribe.getInfo().duplicate())
                        .toString())
                .isEqualTo("{\"i\":1}");
        assertThat(subscribe.getData().remaining()).isEqualTo(2);
        assertThat(subscribe.getExpireAt()).isEqualTo(Instant.ofEpochSecond(1_800_000_000));
        assertThat(subscribe.getSinceOffset()).isEqualTo(5);
        assertThat(subscribe.getSinceEpoch()).isEqualTo("e");
        assertThat(subscribe.getOverride()).isEqualTo(Map.of("presence", true, "force_recovery", false));
    }

    @Test
    void subscribeWithoutExtrasLeavesThemOut() {
        run.post("subscribe", "{\"user\":\"ann\",\"channel\":\"chat:a\"}");

        var subscribe = applied().getSubscribe();
        assertThat(subscribe.getInfo()).isNull();
        assertThat(subscribe.getData()).isNull();
        assertThat(subscribe.getExpireAt()).isNull();
        assertThat(subscribe.getSinceOffset()).isNull();
        assertThat(subscribe.getOverride()).isEmpty();
    }

    @Test
    void unsubscribeMayMeanEverySubscription() {
        run.post("unsubscribe", "{\"user\":\"ann\"}");

        assertThat(applied().getUnsubscribe().getRoom()).isEmpty();
        assertThat(applied().getUnsubscribe().getCode()).isEqualTo(2_000);
    }

    @Test
    void refreshMovesTheEnd() {
        run.post("refresh", "{\"user\":\"ann\",\"expire_at\":1800000000,\"info\":{\"n\":1}}");
        run.post("refresh", "{\"user\":\"ann\",\"expired\":true}");

        List<EdgeControl> applied = run.edges.getLast().applied;
        assertThat(applied.getFirst().getRefresh().getExpireAt()).isEqualTo(Instant.ofEpochSecond(1_800_000_000));
        assertThat(applied.getFirst().getRefresh().getExpired()).isFalse();
        assertThat(applied.getLast().getRefresh().getExpired()).isTrue();
        assertThat(applied.getLast().getRefresh().getInfo()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscribe", "unsubscribe", "disconnect", "refresh"})
    void nobodyIsNotEverybody(String method) {
        assertThat(run.post(method, "{\"channel\":\"chat:a\"}"))
                .contains("\"code\":107")
                .contains("user is empty");
        assertThat(run.edges).allSatisfy(edge -> assertThat(edge.applied).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "subscribe,   '{\"user\":\"u\"}',                                              107",
        "subscribe,   '{\"user\":\"u\",\"channel\":\"none:a\"}',                       102",
        "unsubscribe, '{\"user\":\"u\",\"channel\":\"none:a\"}',                       102",
        "disconnect,  '{\"user\":\"u\",\"disconnect\":{\"code\":2999}}',               107",
        "disconnect,  '{\"user\":\"u\",\"disconnect\":{\"code\":5000}}',               107",
        "disconnect,  '{\"user\":\"u\",\"disconnect\":{\"code\":4000,\"reason\":\"{}\"}}', 107",
        "channels,    '{\"pattern\":\"[a\"}',                                          107",
    })
    void callThatCannotBeIsRefused(String method, String body, int code) {
        assertThat(run.post(method, body)).startsWith("{\"error\":{\"code\":" + code + ",");
        assertThat(run.edges).allSatisfy(edge -> assertThat(edge.applied).isEmpty());
    }

    @Test
    void userThatCannotBeIsRefused() {
        assertThat(run.post("disconnect", "{\"user\":\"" + "x".repeat(256) + "\"}"))
                .contains("\"code\":107");
    }

    @Test
    void longReasonIsRefused() {
        String body = "{\"user\":\"u\",\"disconnect\":{\"code\":4000,\"reason\":\"" + "x".repeat(124) + "\"}}";

        assertThat(run.post("disconnect", body)).contains("longer than 123 bytes");
    }

    @Test
    void edgeThatStaysSilentMakesAChangeUncertain() {
        impatient();
        run.edges.get(1).deaf = true;

        assertThat(run.post("disconnect", "{\"user\":\"ann\"}"))
                .contains("\"code\":100")
                .contains("1 of 3 edges did not report");
        assertThat(run.edges.getFirst().api.waiting()).isZero();
    }

    @Test
    void edgeThatDiesMeanwhileIsNotWaitedFor() {
        ApiRun.Edge dying = run.edges.get(1);
        dying.deaf = true;

        CompletableFuture<String> answer =
                CompletableFuture.supplyAsync(() -> run.post("disconnect", "{\"user\":\"ann\"}"));
        Await.until(() -> run.edges.getFirst().api.waiting() == 1, Await.DEADLINE, "the control to be under way");
        dying.dead = true;

        assertThat(answer.join()).isEqualTo("{\"result\":{}}");
    }

    @Test
    void edgeThatFailsIsAnErrorAndStillServesOthers() {
        run.edges.get(1).broken = true;
        assertThat(run.post("disconnect", "{\"user\":\"ann\"}")).contains("\"code\":100");

        run.edges.get(1).broken = false;
        assertThat(run.post("disconnect", "{\"user\":\"ann\"}")).isEqualTo("{\"result\":{}}");
    }

    @Test
    void infoNamesEveryEdgeThatAnswers() {
        impatient();
        run.edges.get(2).deaf = true;

        assertThat(run.post("info", "{}"))
                .isEqualTo("{\"result\":{\"nodes\":[{\"uid\":\"edge-0\",\"name\":\"host:0\",\"version\":\"test\","
                        + "\"num_clients\":5,\"num_users\":4,\"num_channels\":3,\"num_subs\":7,\"uptime\":60},"
                        + "{\"uid\":\"edge-1\",\"name\":\"host:1\",\"version\":\"test\","
                        + "\"num_clients\":5,\"num_users\":4,\"num_channels\":3,\"num_subs\":7,\"uptime\":60}]}}");
    }

    @Test
    void channelsAreSummedUpOverEdges() {
        run.edges.get(0).subscribers.putAll(Map.of("chat:a", 2, "chat:b", 1));
        run.edges.get(2).subscribers.putAll(Map.of("chat:a", 3, "news:x", 4));

        assertThat(run.post("channels", "{}"))
                .isEqualTo("{\"result\":{\"channels\":{\"chat:a\":{\"num_clients\":5},\"chat:b\":{\"num_clients\":1},"
                        + "\"news:x\":{\"num_clients\":4}}}}");
        assertThat(run.post("channels", "{\"pattern\":\"news:*\"}"))
                .isEqualTo("{\"result\":{\"channels\":{\"news:x\":{\"num_clients\":4}}}}");
    }

    @Test
    void channelsAreNeverCountedHalf() {
        impatient();
        run.edges.get(2).deaf = true;

        assertThat(run.post("channels", "{}")).contains("\"code\":100");
    }

    @Test
    void moreChannelsThanARecordHoldsAreRefused() {
        for (int i = 0; i < 4_000; i++) {
            run.edges.getFirst().subscribers.put("chat:" + "x".repeat(240) + i, 1);
        }

        assertThat(run.post("channels", "{}")).contains("\"code\":106").contains("narrower");
        assertThat(run.post("channels", "{\"pattern\":\"*7\"}")).startsWith("{\"result\"");
    }

    @Test
    void repeatedControlIsAppliedOnceAndReportedAgain() {
        ApiRun.Edge edge = run.edges.getFirst();
        EdgeControl control = EdgeControl.newBuilder()
                .setId("same")
                .setTarget(new ControlTarget("ann", "", ""))
                .setReplyTo(new ReplyAddress(0, "edge-0", 99L))
                .build();

        edge.inbox.execute(() -> edge.api.control(control));
        edge.inbox.execute(() -> edge.api.control(control));
        run.post("info", "{}");

        assertThat(edge.applied).hasSize(1);
    }

    private void impatient() {
        run.close();
        run = ApiRun.impatient(3);
    }

    private EdgeControl applied() {
        return run.edges.getLast().applied.getFirst();
    }
}
