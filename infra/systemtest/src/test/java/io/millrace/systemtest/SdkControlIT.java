package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What clients see of the server API.
class SdkControlIT extends SdkScenarios {

    SdkControlIT(String door, SdkSightings sightings) {
        super(door, sightings);
    }

    @Test
    void unsubscribedClientStaysConnectedAndMayComeAgain() {
        assertThat(saw("unsubscribedByTheServer")).isEqualTo(json("""
                        {end: {code: 2000, reason: 'server unsubscribe'}, state: 'unsubscribed', other: 'subscribed',
                         subscribed: 2, connection: ['connecting', 'connected']}"""));
    }

    @Test
    void subscribedClientGetsWhatItMissedAndWhatComes() {
        assertThat(saw("subscribedByTheServer")).isEqualTo(json("""
                        {subscribed: [{data: {hello: 'ü'}, positioned: true, recoverable: true}],
                         publications: [[2, 2], [3, 3], [4, 4]], join: {own: true, chan: {role: 'guest'}},
                         presence: [{role: 'guest'}], states: ['connecting', 'connected']}"""));
    }

    @Test
    void endOfAServerSideSubscriptionIsTheEndOfTheConnection() {
        assertThat(saw("subscriptionOfTheServerIsOver")).isEqualTo(json("{state: 'connecting', code: 3006}"));
    }

    @Test
    void endOfTheConnectionIsMoved() {
        assertThat(saw("endOfTheConnectionIsMoved"))
                .isEqualTo(json("{soon: ['connecting', 3005], atOnce: ['connecting', 3005]}"));
    }

    @Test
    void onlyTheConnectionsThatAreMeantEnd() {
        assertThat(saw("whichConnectionsEnd")).isEqualTo(json("""
                        {first: ['disconnected', 'connected', 'connected'],
                         then: ['disconnected', 'connected', 'disconnected'],
                         end: {state: 'disconnected', code: 3503, reason: 'force disconnect'}}"""));
    }

    @Test
    void publicationsOfABackendHaveTagsAndNoSender() {
        assertThat(saw("publicationsOfABackend")).isEqualTo(json("""
                        {live: [{offset: 1, data: {n: 1}, tags: {kind: 'news', 'ü': 'ä'}}, {data: 2},
                                {offset: 2, data: 3}, {offset: 3, data: 4}, {offset: 4, data: 6}],
                         history: [{data: {n: 1}, tags: {kind: 'news', 'ü': 'ä'}}, {data: 3}, {data: 4}, {data: 6}],
                         other: [6]}"""));
    }

    @Test
    void removedHistoryIsGoneForReadersOnly() {
        assertThat(saw("historyIsRemoved")).isEqualTo(json("{live: [1, 2, 3], history: [3]}"));
    }

    @Test
    void takenBackPublicationIsToldAndNowhereToBeRead() {
        assertThat(saw("publicationIsTakenBack")).isEqualTo(json("""
                        {places: [3, 3],
                         live: [[1, 1], [2, 2], [3, {event: 'retracted', offset: 2, id: true}, 'retracted', '2'], [4, 3]],
                         missed: [[3, {event: 'retracted', offset: 2, id: true}, 'retracted', '2'], [4, 3]],
                         late: [[1, 1], [2, {}, 'removed'],
                                [3, {event: 'retracted', offset: 2, id: true}, 'retracted', '2'], [4, 3]],
                         history: [[1, 1], [2, {}, 'removed'],
                                   [3, {event: 'retracted', offset: 2, id: true}, 'retracted', '2'], [4, 3]]}"""));
    }
}
