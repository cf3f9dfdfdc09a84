package io.millrace.processor.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.room.Decision.Outcome;
import io.millrace.schema.chat.Detach;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.edge.Accepted;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.PublishAnswer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds in every room whatever the order of commands.
class InvariantPropertiesTest {

    /// Larger than the number of ids, so that no repeat falls out of the window.
    private static final RoomSettings LONG_MEMORY =
            new RoomSettings(100, Partition.SETTINGS.idleLimit(), Partition.SETTINGS.loadedRooms());

    @Property(tries = 300)
    void offsetsAreGapFreeAndTimeNeverGoesBackInAnEpoch(@ForAll("sequences") List<Step> steps) {
        Map<List<String>, RoomEvent> newest = new HashMap<>();
        forEachOutcome(
                Run.of(steps, Partition.SETTINGS),
                outcome -> outcome.events().forEach(event -> {
                    RoomEvent before = newest.put(List.of(event.getRoom(), event.getEpoch()), event);
                    assertThat(event.getOffset()).isEqualTo(before == null ? 1 : before.getOffset() + 1);
                    assertThat(event.getAt()).isAfterOrEqualTo(before == null ? Instant.MIN : before.getAt());
                }));
    }

    @Property(tries = 300)
    void aMessageIdHasOnePlaceAndEveryAnswerNamesIt(@ForAll("shortSequences") List<Step> steps) {
        Map<List<String>, Long> places = new HashMap<>();
        forEachOutcome(Run.of(steps, LONG_MEMORY), outcome -> {
            outcome.events()
                    .forEach(event -> assertThat(places.put(key(event), event.getOffset()))
                            .as("only one event of %s", key(event))
                            .isNull());
            outcome.deliveries().stream()
                    .map(Delivery::content)
                    .filter(delivery -> delivery.getAnswer() != null)
                    .filter(delivery -> delivery.getAnswer().getAccepted() != null)
                    // Publications with versions or without a place have an answer of another kind.
                    .filter(delivery -> !delivery.getAnswer().getMessageId().startsWith("x"))
                    .forEach(delivery -> {
                        PublishAnswer answer = delivery.getAnswer();
                        Accepted accepted = answer.getAccepted();
                        assertThat(accepted.getOffset())
                                .isEqualTo(places.get(List.of(delivery.getRoom(), answer.getMessageId())));
                        assertThat(accepted.getDuplicate())
                                .isEqualTo(outcome.events().isEmpty());
                    });
        });
    }

    @Property(tries = 300)
    void nothingIsMissingBetweenAttachedAndDetached(@ForAll("sequences") List<Step> steps) {
        Map<List<Object>, EdgeModel> edges = new HashMap<>();
        Run run = Run.of(steps, Partition.SETTINGS);
        for (int i = 0; i < steps.size(); i++) {
            noteDetach(steps.get(i), edges);
            if (run.decisions.get(i) instanceof Outcome outcome) {
                outcome.deliveries().forEach(delivery -> edge(edges, delivery).receive(delivery.content()));
            }
        }
    }

    @Property(tries = 300)
    void whatWasTakenBackNeverComesOutAgain(@ForAll("sequences") List<Step> steps) {
        Set<List<Object>> takenBack = new HashSet<>();
        forEachOutcome(Run.of(steps, Partition.SETTINGS), outcome -> {
            outcome.events().stream()
                    .filter(event -> event.getRetracted() != null)
                    .forEach(event -> assertThat(takenBack.add(List.of(
                                    event.getEpoch(), event.getRetracted().getOffset())))
                            .isTrue());
            outcome.deliveries().stream()
                    .map(Delivery::content)
                    .filter(delivery -> delivery.getAttached() != null)
                    .flatMap(delivery -> delivery.getAttached().getTail().stream())
                    .filter(event -> event.getPublished() != null)
                    .forEach(event -> assertThat(
                                    event.getPublished().getSender().getClient())
                            .isEqualTo(takenBack.contains(List.of(event.getEpoch(), event.getOffset())) ? "" : "c"));
        });
    }

    @Property(tries = 300)
    void allEdgesOfARoomSeeTheSamePresence(@ForAll("shortSequences") List<Step> steps) {
        Map<List<Object>, EdgeModel> edges = new HashMap<>();
        Run run = Run.of(steps, LONG_MEMORY);
        for (int i = 0; i < steps.size(); i++) {
            noteDetach(steps.get(i), edges);
            if (run.decisions.get(i) instanceof Outcome outcome) {
                outcome.deliveries().forEach(delivery -> edge(edges, delivery).receive(delivery.content()));
            }
        }
        Outcome look = (Outcome) Run.of(withLook(steps), LONG_MEMORY).decisions.getLast();
        Map<String, Sender> truth = new HashMap<>();
        look.deliveries()
                .getFirst()
                .content()
                .getAttached()
                .getPresence()
                .forEach(member -> truth.put(member.getClient(), member));
        edges.forEach((key, edge) -> {
            if (key.getFirst().equals("chat:a") && edge.isAttached()) {
                assertThat(edge.present()).isEqualTo(truth);
            }
        });
    }

    /// An edge that detaches on its own wish gets no answer.
    private static void noteDetach(Step step, Map<List<Object>, EdgeModel> edges) {
        Detach detach = step.command().getDetach();
        if (detach != null) {
            edges.forEach((key, edge) -> {
                boolean same = key.get(0).equals(step.command().getRoom())
                        && key.get(1).equals(detach.getInbox());
                if (same && ((String) key.get(2)).compareTo(detach.getIncarnation()) <= 0) {
                    edge.detach();
                }
            });
        }
    }

    private static EdgeModel edge(Map<List<Object>, EdgeModel> edges, Delivery delivery) {
        EdgeDelivery content = delivery.content();
        if (content.getAttached() != null) {
            // A newer life of the inbox ends the older one's interest.
            edges.forEach((key, edge) -> {
                boolean same = key.get(0).equals(content.getRoom())
                        && key.get(1).equals(delivery.inbox().partition());
                if (same && !key.get(2).equals(content.getIncarnation())) {
                    edge.detach();
                }
            });
        }
        return edges.computeIfAbsent(
                List.of(content.getRoom(), delivery.inbox().partition(), content.getIncarnation()),
                _ -> new EdgeModel());
    }

    private static List<Step> withLook(List<Step> steps) {
        Step look = new Step(0, Inputs.attach("chat:a", 9, "observer", null, null));
        return Stream.concat(steps.stream(), Stream.of(look)).toList();
    }

    private static List<String> key(RoomEvent event) {
        return List.of(
                event.getRoom(),
                event.getPublished() == null
                        ? event.getHistoryRemoved() == null
                                ? "retraction of " + event.getRetracted().getOffset()
                                : event.getHistoryRemoved().getCommandId()
                        : event.getPublished().getMessageId());
    }

    private static void forEachOutcome(Run run, Consumer<Outcome> check) {
        run.decisions.forEach(decision -> {
            if (decision instanceof Outcome outcome) {
                check.accept(outcome);
            }
        });
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        return Step.sequences();
    }

    @Provide
    Arbitrary<List<Step>> shortSequences() {
        return Step.shortSequences();
    }
}
