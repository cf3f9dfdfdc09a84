package io.millrace.faults.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.check.Anomaly.Kind;
import io.millrace.faults.check.Observation.Delivered;
import io.millrace.faults.check.Observation.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A checker that has not been shown planted faults proves nothing.
class HistoryCheckerTest {

    private final List<Attempt> attempts =
            new ArrayList<>(List.of(accepted("a", 1, 10, 20), accepted("b", 2, 30, 40), accepted("c", 3, 50, 60)));
    private final List<Entry> topic = new ArrayList<>(List.of(entry("a", 1), entry("b", 2), entry("c", 3)));
    private final List<Entry> table = new ArrayList<>(topic);
    private final List<Observation> seen =
            new ArrayList<>(List.of(new Started("e", 0), delivered("a", 1), delivered("b", 2), delivered("c", 3)));

    @Test
    void cleanHistoryHasNoAnomaly() {
        assertThat(kinds()).isEmpty();
    }

    @Test
    void lossIsLegalForSubscribersThatWereToldToStartAnew() {
        seen.clear();
        seen.addAll(List.of(new Started("e", 0), delivered("a", 1), new Started("e", 2), delivered("c", 3)));

        assertThat(kinds()).isEmpty();
    }

    @Test
    void unknownOutcomesMayBeThereOrNot() {
        attempts.add(new Attempt("s", "r", "d", 70, new Outcome.Unknown()));
        assertThat(kinds()).isEmpty();

        topic.add(entry("d", 4));
        table.add(entry("d", 4));
        seen.add(delivered("d", 4));
        assertThat(kinds()).isEmpty();
    }

    @Test
    void removalHasAPlaceThatNobodySees() {
        topic.add(Entry.removal("r", "e", 4));
        table.clear();
        attempts.add(accepted("d", 5, 70, 80));
        topic.add(entry("d", 5));
        table.add(entry("d", 5));
        seen.add(delivered("d", 5));
        topic.add(Entry.removal("r", "e", 6));
        assertThat(kinds()).isEmpty();

        topic.remove(3);
        assertThat(kinds()).containsExactly(Kind.HOLE_IN_LOG, Kind.GAP);
    }

    @Test
    void retractionIsSeenByAllAndWhatItTakesBackByThoseWhoWereThere() {
        retract(4, 2);
        assertThat(kinds()).isEmpty();

        seen.set(2, delivered(Entry.TAKEN_BACK, 2));
        assertThat(kinds()).as("somebody who came back").isEmpty();

        seen.removeLast();
        assertThat(kinds()).containsExactly(Kind.UNDELIVERED);
    }

    @Test
    void whatWasTakenBackMustNotStayInTheTable() {
        retract(4, 2);
        table.set(1, entry("b", 2));

        assertThat(kinds()).containsExactly(Kind.NOT_AS_RETRACTED);
    }

    @Test
    void retractionHasToBeArchived() {
        retract(4, 2);
        table.removeLast();

        assertThat(kinds()).containsExactly(Kind.NOT_ARCHIVED);
    }

    @Test
    void whatNobodyTookBackMustNotBeGone() {
        seen.set(2, delivered(Entry.TAKEN_BACK, 2));
        table.set(1, entry(Entry.TAKEN_BACK, 2));

        assertThat(kinds()).containsExactly(Kind.NOT_AS_RETRACTED, Kind.NOT_AS_RETRACTED);
    }

    @Test
    void nothingIsTakenBackTwiceOrBeforeItWasThere() {
        retract(4, 2);
        retract(5, 2);
        assertThat(kinds()).containsExactly(Kind.NOT_AS_RETRACTED);

        topic.set(4, Entry.retraction("r", "e", 5, 9));
        table.set(4, topic.get(4));
        seen.set(5, delivered(Entry.retractionOf(9), 5));
        assertThat(kinds()).containsExactly(Kind.NOT_AS_RETRACTED);
    }

    @Test
    void retractionThatIsNoneIsAPhantom() {
        seen.add(delivered(Entry.retractionOf(1), 4));

        assertThat(kinds()).containsExactly(Kind.PHANTOM);
    }

    @Test
    void publicationAfterARemovalHasToBeArchived() {
        topic.add(Entry.removal("r", "e", 4));
        attempts.add(accepted("d", 5, 70, 80));
        topic.add(entry("d", 5));
        seen.add(delivered("d", 5));

        assertThat(kinds()).containsExactly(Kind.NOT_ARCHIVED);
    }

    @Test
    void acknowledgedPublicationMissingInTheTopicIsLost() {
        attempts.add(accepted("d", 4, 70, 80));

        assertThat(kinds()).containsExactly(Kind.LOST_ACKNOWLEDGED);
    }

    @Test
    void rowMissingInTheTableIsNotArchived() {
        table.remove(1);

        assertThat(kinds()).containsExactly(Kind.NOT_ARCHIVED);
    }

    @Test
    void rowThatTheTopicLacksIsArchivedOnly() {
        table.add(entry("x", 4));

        assertThat(kinds()).containsExactly(Kind.ARCHIVED_ONLY);
    }

    @Test
    void publicationWithTwoPlacesIsDuplicate() {
        topic.add(entry("a", 4));
        table.add(entry("a", 4));
        seen.add(delivered("a", 4));

        assertThat(kinds()).containsExactly(Kind.DUPLICATE_IN_LOG);
    }

    @Test
    void placeWithTwoPublicationsIsInconsistent() {
        seen.set(2, delivered("c", 2));

        assertThat(kinds()).containsExactly(Kind.INCONSISTENT_OFFSET);
    }

    @Test
    void answerThatNamesAnotherPlaceIsInconsistent() {
        attempts.set(0, accepted("a", 2, 10, 20));

        assertThat(kinds()).contains(Kind.INCONSISTENT_OFFSET);
    }

    @Test
    void missingOffsetIsHole() {
        topic.remove(1);
        table.remove(1);
        attempts.remove(1);

        assertThat(kinds()).contains(Kind.HOLE_IN_LOG);
    }

    @Test
    void publicationThatNobodySentIsPhantom() {
        attempts.remove(2);

        assertThat(kinds()).containsExactly(Kind.PHANTOM);
    }

    @Test
    void refusedPublicationMustNotAppear() {
        attempts.set(2, new Attempt("s", "r", "c", 50, new Outcome.Refused(111)));

        assertThat(kinds()).containsExactly(Kind.REFUSED_BUT_VISIBLE);
    }

    @Test
    void missedOffsetIsGap() {
        seen.remove(2);

        assertThat(kinds()).containsExactly(Kind.GAP);
    }

    @Test
    void repeatedOffsetIsDuplicateDelivery() {
        seen.add(delivered("c", 3));

        assertThat(kinds()).containsExactly(Kind.DUPLICATE_DELIVERY);
    }

    @Test
    void missingEndIsUndelivered() {
        seen.removeLast();

        assertThat(kinds()).containsExactly(Kind.UNDELIVERED);
    }

    @Test
    void laterSendMustNotBePlacedBeforeAnEarlierAnswer() {
        attempts.set(0, accepted("a", 1, 70, 80));

        assertThat(kinds()).containsExactly(Kind.REAL_TIME_ORDER);
    }

    @Test
    void deliveryThatTheLogLacksIsDeliveredOnly() {
        attempts.add(new Attempt("s", "r", "d", 70, new Outcome.Unknown()));
        seen.add(delivered("d", 4));

        assertThat(kinds()).containsExactly(Kind.DELIVERED_ONLY);
    }

    @Test
    void deliveryThatNobodySentIsPhantom() {
        seen.add(delivered("x", 4));

        assertThat(kinds()).containsExactly(Kind.PHANTOM);
    }

    @Test
    void deliveryOfRefusedPublicationIsVisible() {
        attempts.add(new Attempt("s", "r", "d", 70, new Outcome.Refused(107)));
        seen.add(delivered("d", 4));

        assertThat(kinds()).containsExactlyInAnyOrder(Kind.REFUSED_BUT_VISIBLE, Kind.DELIVERED_ONLY);
    }

    @Test
    void rowThatIsThereTwiceIsDuplicate() {
        table.add(entry("a", 1));

        assertThat(kinds()).containsExactly(Kind.DUPLICATE_IN_LOG);
    }

    @Test
    void payloadMustBeTheSameEverywhere() {
        attempts.set(0, new Attempt("s", "r", "a", 10, new Outcome.Accepted("e", 1, 20), 7, false));
        assertThat(kinds()).as("what is not known is not compared").isEmpty();

        seen.set(1, new Delivered("e", 1, "a", 8));
        topic.set(0, new Entry("r", "e", 1, "a", 8));
        table.set(0, new Entry("r", "e", 1, "a", 7));
        assertThat(kinds()).containsExactly(Kind.ALTERED, Kind.ALTERED);
    }

    @Test
    void publicationsOfOneSenderKeepTheirOrder() {
        attempts.set(0, once("a", 1, 35, 60));
        attempts.set(1, once("b", 2, 30, 60));
        assertThat(kinds()).containsExactly(Kind.SENDER_ORDER);
    }

    @Test
    void repeatedPublicationsHaveNoOrderAmongTheOthersOfTheirSender() {
        attempts.set(0, accepted("a", 1, 35, 60));
        attempts.set(1, once("b", 2, 30, 60));

        assertThat(kinds()).isEmpty();
    }

    @Test
    void sendersThatAreNotToldThePlaceAreNotHeldAgainstIt() {
        attempts.set(0, new Attempt("s", "r", "a", 10, new Outcome.Accepted("", 0, 20)));
        attempts.set(1, new Attempt("s", "r", "b", 30, new Outcome.Accepted("", 0, 40)));

        assertThat(kinds()).isEmpty();
    }

    @Test
    void clientsAloneShowDuplicatesGapsAndPhantoms() {
        seen.addAll(List.of(delivered("a", 4), delivered("x", 5), delivered("c", 7)));

        List<Kind> found = HistoryChecker.check(History.ofClients(attempts, Map.of("s", Map.of("r", seen)))).stream()
                .map(Anomaly::kind)
                .toList();

        assertThat(found)
                .containsExactlyInAnyOrder(Kind.DUPLICATE_IN_LOG, Kind.PHANTOM, Kind.GAP, Kind.DUPLICATE_IN_LOG);
    }

    @Test
    void clientsAloneMaySeeRetractions() {
        seen.set(1, delivered(Entry.TAKEN_BACK, 1));
        seen.add(delivered(Entry.retractionOf(1), 4));

        assertThat(HistoryChecker.check(History.ofClients(attempts, Map.of("s", Map.of("r", seen)))))
                .isEmpty();
    }

    @Test
    void clientsAloneAreNotJudgedByALogThatNobodyRead() {
        History clients = History.ofClients(attempts, Map.of("s", Map.of("r", seen)));

        assertThat(HistoryChecker.check(clients)).isEmpty();
    }

    private void retract(long offset, long target) {
        topic.add(Entry.retraction("r", "e", offset, target));
        table.set((int) target - 1, entry(Entry.TAKEN_BACK, target));
        table.add(topic.getLast());
        seen.add(delivered(Entry.retractionOf(target), offset));
    }

    private static Attempt once(String id, long offset, long sent, long answered) {
        return new Attempt("s", "r", id, sent, new Outcome.Accepted("e", offset, answered), 0, false);
    }

    private List<Kind> kinds() {
        History history = new History(attempts, Map.of("s", Map.of("r", seen)), topic, table);
        return HistoryChecker.check(history).stream().map(Anomaly::kind).toList();
    }

    private static Attempt accepted(String id, long offset, long sent, long answered) {
        return new Attempt("s", "r", id, sent, new Outcome.Accepted("e", offset, answered));
    }

    private static Entry entry(String id, long offset) {
        return new Entry("r", "e", offset, id);
    }

    private static Delivered delivered(String id, long offset) {
        return new Delivered("e", offset, id);
    }
}
