package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Subscribing: who may, what is granted, and how long it lasts.
class SdkSubscriptionIT extends SdkScenarios {

    SdkSubscriptionIT(String door, SdkSightings sightings) {
        super(door, sightings);
    }

    @Test
    void namespaceListAndPrivacyDecideWhoMaySubscribe() {
        assertThat(saw("whoMaySubscribe")).isEqualTo(json("""
                        {unknown: 102, anonymous: 103, named: 'subscribed', isPrivate: 103, onTheList: 'subscribed',
                         notOnTheList: 103, anonymousOnNoList: 103, nobody: 103,
                         connections: ['connected', 'connected']}"""));
    }

    @Test
    void nameThatCannotBeIsRefusedByEveryCommand() {
        assertThat(saw("namesOfChannels")).isEqualTo(json("""
                        {longest: 'subscribed', tooLong: 107, notAscii: 107, emoji: 107, matches: 'subscribed',
                         doesNotMatch: 107, odd: 'subscribed', blank: 'subscribed', publish: 107, history: 107,
                         presence: 102, stats: 102, nowhere: 102, toNowhere: 102}"""));
    }

    @Test
    void whatIsNotServedIsNotAvailable() {
        assertThat(saw("whatIsNotServed")).isEqualTo(json("""
                        {map: 108, mapClients: 108, mapUsers: 108, sharedPoll: 108, tagsFilter: 108,
                         mapPublish: 108, mapRemove: 108, state: 'connected'}"""));
    }

    @Test
    void oneMoreThanAConnectionMayHaveIsRefusedUntilAnotherEnds() {
        assertThat(saw("moreThanAConnectionMayHave"))
                .isEqualTo(json("{refused: [106, 106], freed: 'subscribed', state: 'connected'}"));
    }

    @Test
    void clientWithManySubscriptionsComesBackWithAllOfThem() {
        assertThat(saw("manySubscriptions")).isEqualTo(json("{recovered: true, states: 5}"));
    }

    @Test
    void wishesAreGrantedAsTheNamespaceAllows() {
        // Positioned, recoverable, with an epoch, offset.
        assertThat(saw("wishes")).isEqualTo(json("""
                        {asksNothing: 'false false false undefined', asksForPositions: 'true false true 0',
                         asksForRecovery: 'true true true 0', isForced: 'true true true 0',
                         isOff: 'false false false undefined'}"""));
    }

    @Test
    void subscriptionTokensOpenWhatTheyAreForAndNothingElse() {
        assertThat(saw("subscriptionTokens")).isEqualTo(json("""
                        {data: {topic: 'ü'}, renewed: 'subscribed', fetched: 'subscribed', asked: 2, unauthorized: 1,
                         expireAtIsOver: 110, garbage: 103, otherSecret: 103, whereNoneIsNeeded: 103,
                         otherChannel: 'closed 3500', otherUser: 'closed 3500', otherClient: 'closed 3500'}"""));
    }

    @Test
    void tokensOverrideTheNamespace() {
        assertThat(saw("overridesOfTokens")).isEqualTo(json("""
                        {forced: true, positioned: [true, false], told: [['join', true]],
                         unlisted: [false, true], unannounced: [true, false], hidden: [false, false]}"""));
    }

    @Test
    void refreshKeepsTheSubscriptionBeyondItsFirstEnd() {
        assertThat(saw("refreshKeepsTheSubscription"))
                .isEqualTo(json("{asked: 1, subscribed: 1, subscribing: 1, state: 'connected'}"));
    }

    @Test
    void subscriptionThatIsNotRefreshedEndsAndIsMadeAgainWithoutLoss() {
        assertThat(saw("subscriptionThatIsNotRefreshed"))
                .isEqualTo(json("{codes: [0, 2501], recovered: [false, true], states: ['connecting', 'connected']}"));
    }

    @Test
    void refreshWithATokenForSomethingElseEndsTheConnection() {
        assertThat(saw("refreshesOfSubscriptionsThatAreRefused")).isEqualTo(json("""
                        {otherChannel: ['disconnected', 3500], otherUser: ['disconnected', 3500],
                         garbage: ['disconnected', 3500]}"""));
    }

    @Test
    void roomOfTheServerCannotBeSubscribedAgain() {
        assertThat(saw("alreadySubscribed").asInt()).isEqualTo(105);
    }
}
