package io.millrace.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.centrifugal.centrifuge.HistoryOptions;
import io.github.centrifugal.centrifuge.HistoryResult;
import io.github.centrifugal.centrifuge.PresenceResult;
import io.github.centrifugal.centrifuge.PresenceStatsResult;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.ReplyError;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.millrace.testkit.Await;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The Maven package `centrifuge-java`, which speaks only Protobuf, against a running system.
@ExtendWith(SharedStack.class)
class JavaClientIT {

    @Test
    void twoEdgesDeliverTheSameSequence(RunningStack stack) throws Exception {
        String room = Rooms.open("java-edges");
        try (JavaMember one = JavaMember.join(stack.webSocket(0), room, "");
                JavaMember two = JavaMember.join(stack.webSocket(1), room, "")) {
            for (int i = 0; i < 20; i++) {
                one.publish("{\"one\":" + i + "}");
                two.publish("{\"two\":" + i + "}");
            }

            awaitHeard(one, 40);
            awaitHeard(two, 40);
            assertThat(one.subscribed()).containsExactly(new JavaMember.Subscribed(true, false, false));
            assertThat(one.heard()).isEqualTo(two.heard());
            assertThat(offsets(one))
                    .isEqualTo(LongStream.rangeClosed(1, 40).boxed().toList());
            assertThat(texts(one)).startsWith("{\"one\":0}", "{\"two\":0}", "{\"one\":1}", "{\"two\":1}");
        }
    }

    @Test
    void historyIsReadNewestFirst(RunningStack stack) throws Exception {
        String room = Rooms.open("java-history");
        try (JavaMember member = JavaMember.join(stack.webSocket(0), room, "")) {
            for (int i = 0; i < 5; i++) {
                member.publish("{\"n\":" + i + "}");
            }

            HistoryResult newest = JavaMember.call((ResultCallback<HistoryResult> callback) -> member.subscription()
                    .history(
                            new HistoryOptions.Builder()
                                    .withLimit(2)
                                    .withReverse(true)
                                    .build(),
                            callback));

            assertThat(newest.getOffset()).isEqualTo(5);
            assertThat(newest.getEpoch()).isNotEmpty();
            assertThat(newest.getPublications())
                    .extracting(publication -> new String(publication.getData(), UTF_8))
                    .containsExactly("{\"n\":4}", "{\"n\":3}");
        }
    }

    @Test
    void presenceFollowsTheClientsOfBothEdges(RunningStack stack) throws Exception {
        String room = Rooms.open("java-presence");
        try (JavaMember one = JavaMember.join(stack.webSocket(0), room, "")) {
            JavaMember ada = JavaMember.join(stack.webSocket(1), room, Tokens.hs256(RunningStack.TOKEN_SECRET, "ada"));
            Await.until(() -> one.presence().size() == 2, Await.DEADLINE, "both have joined");

            PresenceResult present = JavaMember.call((ResultCallback<PresenceResult> callback) ->
                    one.subscription().presence(callback));
            PresenceStatsResult stats = JavaMember.call((ResultCallback<PresenceStatsResult> callback) ->
                    one.subscription().presenceStats(callback));
            ada.close();
            Await.until(() -> one.presence().size() == 3, Await.DEADLINE, "one has left");

            assertThat(present.getClients().values())
                    .extracting(info -> info.getUser())
                    .containsExactlyInAnyOrder("", "ada");
            assertThat(stats.getNumClients()).isEqualTo(2);
            assertThat(stats.getNumUsers()).isEqualTo(2);
            assertThat(one.presence().get(2))
                    .startsWith("leave ")
                    .isEqualTo(one.presence().get(1).replace("join", "leave"));
        }
    }

    @Test
    void cutClientRecoversWhatItMissed(RunningStack stack) throws Exception {
        String room = Rooms.open("java-recovery");
        try (NetworkGate gate = NetworkGate.before(stack.ports().getFirst());
                JavaMember sender = JavaMember.join(stack.webSocket(1), room, "");
                JavaMember reader = JavaMember.join(gate.webSocket(), room, "")) {
            sender.publish("{\"n\":0}");
            awaitHeard(reader, 1);

            gate.shut();
            Await.until(() -> !reader.isConnected(), Await.DEADLINE, "the cut");
            for (int i = 1; i <= 20; i++) {
                sender.publish("{\"n\":" + i + "}");
            }
            gate.reopen();
            awaitHeard(reader, 21);
            sender.publish("{\"n\":21}");
            awaitHeard(reader, 22);

            assertThat(reader.subscribed())
                    .containsExactly(
                            new JavaMember.Subscribed(true, false, false), new JavaMember.Subscribed(true, true, true));
            assertThat(offsets(reader))
                    .isEqualTo(LongStream.rangeClosed(1, 22).boxed().toList());
            assertThat(texts(reader))
                    .isEqualTo(IntStream.rangeClosed(0, 21)
                            .mapToObj(i -> "{\"n\":" + i + "}")
                            .toList());
        }
    }

    @Test
    void sameKeyIsTheSamePublication(RunningStack stack) throws Exception {
        String room = Rooms.open("java-rpc");
        String request = "{\"channel\":\"" + room + "\",\"data\":{\"n\":1},\"key\":\"" + UUID.randomUUID() + "\"}";
        try (JavaMember member = JavaMember.join(stack.webSocket(0), room, "")) {
            String first = member.rpc("publish", request);
            String second = member.rpc("publish", request);
            member.publish("{\"n\":2}");
            awaitHeard(member, 2);

            assertThat(first).contains("\"offset\":1").isEqualTo(second);
            assertThat(texts(member)).containsExactly("{\"n\":1}", "{\"n\":2}");
        }
    }

    @Test
    void errorsCarryTheCodeAndTheConnectionStays(RunningStack stack) throws Exception {
        String room = Rooms.open("java-errors");
        try (JavaMember member = JavaMember.join(stack.webSocket(0), room, "")) {
            assertRefused(member, "nowhere:x", "{}".getBytes(UTF_8), 102);
            assertRefused(member, "signal:x", "{}".getBytes(UTF_8), 103);
            assertRefused(member, room, new byte[0], 107);
            assertRefused(member, room, "no JSON".getBytes(UTF_8), 107);

            member.publish("{\"still\":\"here\"}");
            awaitHeard(member, 1);
            assertThat(member.subscribed()).hasSize(1);
        }
    }

    private static void assertRefused(JavaMember member, String channel, byte[] data, int code) {
        assertThatThrownBy(() -> JavaMember.call((ResultCallback<PublishResult> callback) ->
                        member.client().publish(channel, data, callback)))
                .isInstanceOf(JavaMember.CallFailed.class)
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(ReplyError.class))
                .extracting(ReplyError::getCode)
                .as(channel)
                .isEqualTo(code);
    }

    private static void awaitHeard(JavaMember member, int count) {
        Await.until(() -> member.heard().size() >= count, Await.DEADLINE, count + " publications");
    }

    private static List<Long> offsets(JavaMember member) {
        return member.heard().stream().map(JavaMember.Heard::offset).toList();
    }

    private static List<String> texts(JavaMember member) {
        return member.heard().stream().map(JavaMember.Heard::text).toList();
    }
}
