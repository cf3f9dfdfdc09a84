package io.millrace.edge.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.publish.PendingPublishes;
import io.millrace.edge.publish.PublishOutcome;
import io.millrace.edge.room.LocalRoom;
import io.millrace.edge.room.RecordingCommands;
import io.millrace.edge.room.RecordingCommands.Told;
import io.millrace.edge.room.RoomAction;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.RoomHub;
import io.millrace.id.Epoch;
import io.millrace.id.Incarnation;
import io.millrace.id.MessageId;
import io.millrace.id.Offset;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.chat.Visibility;
import io.millrace.schema.edge.Accepted;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.DetachReason;
import io.millrace.schema.edge.Detached;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeReport;
import io.millrace.schema.edge.Emulated;
import io.millrace.schema.edge.PresenceChange;
import io.millrace.schema.edge.PresenceChanged;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.edge.Rejected;
import io.millrace.schema.edge.Taken;
import io.millrace.schema.room.TakenBack;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveriesTest {

    private static final Instant AT = Instant.ofEpochSecond(RoomFixtures.EVENT_MICROS / 1_000_000, 123_000);
    private static final Sender SENDER =
            new Sender("alice", "c-1", utf8("{\"name\":\"Alice\"}"), utf8("{\"role\":\"host\"}"));

    private final RecordingCommands commands = new RecordingCommands();
    private final RoomHub hub = new RoomHub(
            commands, Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(40), Duration.ofMinutes(5));
    private final PendingPublishes pending = new PendingPublishes();
    private final RecordingDuties direct = new RecordingDuties();
    private final Deliveries deliveries = new Deliveries(new Incarnation("own"), hub, pending, direct);
    private final List<PublishOutcome> outcomes = new ArrayList<>();

    DeliveriesTest() {
        hub.prefetch(RoomFixtures.ROOM, RoomFixtures.namespace("chat", 10), 0);
        commands.take();
    }

    @Test
    void attachedMakesTheRoomLive() {
        take(attached(0, true, 2, List.of(event(1), event(2)), List.of(SENDER)));

        assertThat(read(LocalRoom::position)).isEqualTo(new StreamPosition(2, "e1"));
        assertThat(read(LocalRoom::presence).keySet()).containsExactly("c-1");
    }

    @Test
    void partsOfAttachedAreJoined() {
        take(attached(0, false, 2, List.of(event(1)), List.of()));
        take(attached(1, true, 2, List.of(event(2)), List.of(SENDER)));

        assertThat(history()).hasSize(2);
    }

    @Test
    void eventIsAPublicationWithItsSender() {
        take(attached(0, true, 0, List.of(), List.of()));

        take(delivery(event(1), null, null, null, null));

        Publication publication = history().getFirst();
        assertThat(publication.offset()).isEqualTo(1);
        assertThat(new String(publication.data().toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("{\"n\": 1}");
        assertThat(publication.info())
                .isEqualTo(new ClientInfo(
                        "alice",
                        "c-1",
                        RoomFixtures.json("{\"name\":\"Alice\"}"),
                        RoomFixtures.json("{\"role\":\"host\"}")));
    }

    @Test
    void retractionIsAPublicationOfTheServerAndNothingIsLeftOfWhatItTakesBack() {
        take(attached(0, true, 2, List.of(event(1), event(2)), List.of()));

        take(delivery(retraction(3, "m\"1", PayloadFormat.JSON), null, null, null, null));

        Map<String, String> removed = Map.of("millrace-event", "removed");
        assertThat(history())
                .contains(new Publication(RoomFixtures.json("{}"), null, 1, removed, false))
                .last()
                .isEqualTo(new Publication(
                        RoomFixtures.json("{\"event\":\"retracted\",\"offset\":1,\"id\":\"m\\\"1\"}"),
                        null,
                        3,
                        Map.of("millrace-event", "retracted", "millrace-offset", "1", "millrace-id", "m\"1"),
                        false));
    }

    @Test
    void whatTheRoomHasAtThePlaceIsWhatTheEdgePutsThere() {
        RoomEvent standIn = event(1);
        standIn.setPublished(TakenBack.of(standIn.getPublished()));
        take(attached(0, true, 1, List.of(event(1)), List.of()));
        take(delivery(retraction(2, "", PayloadFormat.JSON), null, null, null, null));
        List<Publication> replaced = history();
        hub.detached(RoomFixtures.ROOM, 0);

        hub.prefetch(RoomFixtures.ROOM, RoomFixtures.namespace("chat", 10), 0);
        take(attached(0, true, 2, List.of(standIn, retraction(2, "", PayloadFormat.JSON)), List.of()));

        assertThat(history()).isEqualTo(replaced);
    }

    @Test
    void inBinaryRoomsARetractionHasNoData() {
        take(attached(0, true, 1, List.of(event(1)), List.of()));

        take(delivery(retraction(2, "", PayloadFormat.BINARY), null, null, null, null));

        assertThat(history()).allMatch(publication -> publication.data().isEmpty());
        assertThat(history().getLast().tags()).isEqualTo(Map.of("millrace-event", "retracted", "millrace-offset", "1"));
    }

    @Test
    void eventOfAKindThatIsNotKnownCountsItsOffset() {
        take(attached(0, true, 0, List.of(), List.of()));

        take(delivery(new RoomEvent("chat:lobby", "e1", 1L, AT, null, null, null), null, null, null, null));
        take(delivery(event(2), null, null, null, null));

        assertThat(read(LocalRoom::position)).isEqualTo(new StreamPosition(2, "e1"));
        assertThat(history()).extracting(Publication::offset).containsExactly(2L);
        assertThat(commands.take()).as("no gap").isEmpty();
    }

    @Test
    void whoMustNotBeListedIsNot() {
        take(attached(0, false, 0, List.of(), List.of(SENDER), Map.of("c-1", Visibility.ANNOUNCED)));
        take(attached(1, true, 0, List.of(), List.of()));
        assertThat(read(LocalRoom::presence)).isEmpty();

        take(presence(1, PresenceChange.JOINED, Visibility.BOTH));
        assertThat(read(LocalRoom::presence).keySet()).containsExactly("c-1");
        take(presence(2, PresenceChange.JOINED, Visibility.ANNOUNCED));
        assertThat(read(LocalRoom::presence)).isEmpty();
        take(presence(3, PresenceChange.JOINED, Visibility.LISTED));

        assertThat(read(LocalRoom::presence).keySet()).containsExactly("c-1");
    }

    @Test
    void presenceChangesReachTheRoom() {
        take(attached(0, true, 0, List.of(), List.of()));

        take(presence(1, PresenceChange.JOINED));
        assertThat(read(LocalRoom::presence).keySet()).containsExactly("c-1");
        take(presence(2, PresenceChange.LEFT));

        assertThat(read(LocalRoom::presence)).isEmpty();
    }

    @Test
    void detachedRoomThatNobodyUsesIsForgotten() {
        take(delivery(null, null, null, null, new Detached(DetachReason.EXPIRED)));

        assertThat(hub.size()).isZero();
    }

    @Test
    void roomThatNobodyFollowsIsDetached() {
        EdgeDelivery other = attached(0, true, 0, List.of(), List.of());
        other.setRoom("chat:other");

        take(other);

        assertThat(commands.take()).containsExactly(new Told.Detach(new io.millrace.id.RoomId("chat:other")));
    }

    @Test
    void acceptedAnswerReachesWhoWaits() {
        long correlation = pending.register(outcomes::add, Long.MAX_VALUE);

        take(answer(correlation, new Accepted("e1", 7L, true), null));
        take(answer(correlation, new Accepted("e1", 8L, false), null));

        assertThat(outcomes)
                .containsExactly(
                        new PublishOutcome.Accepted(new MessageId("m-1"), new Epoch("e1"), new Offset(7), true));
    }

    @Test
    void rejectedAnswerReachesWhoWaits() {
        long correlation = pending.register(outcomes::add, Long.MAX_VALUE);

        take(answer(correlation, null, new Rejected(111, "too many requests")));

        assertThat(outcomes).containsExactly(new PublishOutcome.Rejected(111, "too many requests"));
    }

    @Test
    void takenAnswerReachesWhoWaits() {
        long correlation = pending.register(outcomes::add, Long.MAX_VALUE);
        Publish echo = new Publish("m-1", SENDER, utf8("1"), PayloadFormat.JSON, AT, null, null);
        EdgeDelivery taken = answer(correlation, null, null);
        taken.getAnswer().setTaken(new Taken(echo));

        take(taken);

        assertThat(outcomes).containsExactly(new PublishOutcome.Taken(new MessageId("m-1")));
    }

    @Test
    void whatIsForAnotherIncarnationIsIgnored() {
        long correlation = pending.register(outcomes::add, Long.MAX_VALUE);
        EdgeDelivery stranger = answer(correlation, new Accepted("e1", 7L, false), null);
        stranger.setIncarnation("older");

        take(stranger);

        assertThat(outcomes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, 2000, -1})
    void rejectionWithAnImpossibleCodeIsPoisonAndNobodyLosesItsAnswer(int code) {
        long correlation = pending.register(outcomes::add, 5);

        assertPoison(answer(correlation, null, new Rejected(code, "x")));
        pending.sweep(5);

        assertThat(outcomes).containsExactly(new PublishOutcome.Unknown());
    }

    @Test
    void kindsThatAreNotKnownArePoison() {
        assertPoison(delivery(null, null, null, null, null));
        assertPoison(answer(1, null, null));
        assertPoison(presence(1, PresenceChange.UNKNOWN));
    }

    @Test
    void valuesThatCannotBeArePoison() {
        EdgeDelivery withoutRoom = delivery(null, null, null, null, new Detached(DetachReason.EXPIRED));
        withoutRoom.setRoom("");

        assertPoison(withoutRoom);
        assertPoison(answer(1, new Accepted("", 1L, false), null));
        assertPoison(answer(1, new Accepted("e1", -1L, false), null));
        assertPoison(
                delivery(new RoomEvent("chat:lobby", "", 1L, AT, published(), null, null), null, null, null, null));
    }

    private void assertPoison(EdgeDelivery delivery) {
        assertThatThrownBy(() -> take(delivery)).isInstanceOf(SerializationException.class);
    }

    private void take(EdgeDelivery delivery) {
        deliveries.take(delivery, 0);
    }

    @Test
    void whatConcernsTheEdgeItselfIsHandedOnInOrder() {
        Emulated uplink = new Emulated("s-1", utf8("{}"));
        EdgeControl control = EdgeControl.newBuilder().setId("c-1").build();
        EdgeReport report = EdgeReport.newBuilder()
                .setCorrelation(7)
                .setInbox(1)
                .setIncarnation("other")
                .build();

        take(direct(uplink, null, null));
        take(direct(null, control, null));
        take(direct(null, null, report));

        assertThat(direct.taken()).containsExactly(uplink, control, report);
    }

    @Test
    void deliveryWithoutARoomAndWithoutAKnownKindIsPoison() {
        assertThatThrownBy(() -> take(direct(null, null, null)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("not known");
    }

    private static EdgeDelivery direct(
            @Nullable Emulated uplink, @Nullable EdgeControl control, @Nullable EdgeReport report) {
        return EdgeDelivery.newBuilder()
                .setIncarnation("own")
                .setRoom("")
                .setEmulated(uplink)
                .setControl(control)
                .setReport(report)
                .build();
    }

    private List<Publication> history() {
        return read(room -> room.history(null, false, 100, RoomFixtures.EVENT_MICROS));
    }

    private <T> T read(Function<LocalRoom, T> question) {
        List<T> answers = new ArrayList<>();
        RoomAction action = new RoomAction() {
            @Override
            public void live(LocalRoom room) {
                answers.add(question.apply(room));
            }

            @Override
            public void unavailable() {}
        };
        hub.whenLive(RoomFixtures.ROOM, RoomFixtures.namespace("chat", 10), action, 0, 1);
        assertThat(answers).as("room is live").hasSize(1);
        return answers.getFirst();
    }

    private static EdgeDelivery attached(
            int part, boolean last, long top, List<RoomEvent> tail, List<Sender> presence) {
        return attached(part, last, top, tail, presence, Map.of());
    }

    private static EdgeDelivery attached(
            int part,
            boolean last,
            long top,
            List<RoomEvent> tail,
            List<Sender> presence,
            Map<String, Visibility> visibility) {
        return delivery(
                null, new Attached(part, last, "e1", top, 0L, tail, presence, 0L, visibility), null, null, null);
    }

    private static EdgeDelivery presence(long version, PresenceChange change) {
        return presence(version, change, Visibility.NAMESPACE);
    }

    private static EdgeDelivery presence(long version, PresenceChange change, Visibility visibility) {
        return delivery(null, null, new PresenceChanged("e1", version, change, SENDER, visibility), null, null);
    }

    private static EdgeDelivery answer(long correlation, @Nullable Accepted accepted, @Nullable Rejected rejected) {
        return delivery(null, null, null, new PublishAnswer(correlation, "m-1", accepted, rejected, null), null);
    }

    private static EdgeDelivery delivery(
            @Nullable RoomEvent event,
            @Nullable Attached attached,
            @Nullable PresenceChanged presence,
            @Nullable PublishAnswer answer,
            @Nullable Detached detached) {
        return new EdgeDelivery(
                "own", "chat:lobby", event, attached, presence, answer, detached, null, null, null, null);
    }

    /// Takes back the first event.
    private static RoomEvent retraction(long offset, String messageId, PayloadFormat format) {
        MessageRetracted retracted = new MessageRetracted(messageId, 1L, "insult", "mod-1", format);
        return new RoomEvent("chat:lobby", "e1", offset, AT, null, null, retracted);
    }

    private static RoomEvent event(long offset) {
        return new RoomEvent("chat:lobby", "e1", offset, AT, published(), null, null);
    }

    private static MessagePublished published() {
        return new MessagePublished("m-1", SENDER, utf8("{\"n\": 1}"), PayloadFormat.JSON, AT, null);
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
