package io.millrace.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Names, partitions and retention are a contract with consumers and operators: a change must be meant.
class TopicsTest {

    @Test
    void catalogueIsWhatOperatorsWereTold() {
        assertThat(Topics.all().stream().map(TopicsTest::row))
                .containsExactly(
                        "messages.submitted 8 PT168H DELETE TRUTH MessageSubmitted",
                        "moderation.decisions 8 PT720H DELETE TRUTH ModerationDecision",
                        "room.commands 8 PT168H DELETE TRUTH RoomCommand",
                        "room.events 8 PT720H DELETE TRUTH RoomEvent",
                        "edge.deliveries 16 PT10M DELETE REBUILDABLE EdgeDelivery",
                        "edge.status 1 PT24H COMPACT TRUTH EdgeStatus",
                        "audit.events 8 PT8760H DELETE TRUTH AuditEvent",
                        "api.commands 8 PT168H DELETE TRUTH ApiCommand",
                        "api.results 8 PT168H DELETE TRUTH ApiResult",
                        "moderation.policy 1 PT720H COMPACT TRUTH PolicyRecord",
                        "moderation.sanctions 1 PT720H COMPACT TRUTH Sanction",
                        "moderation.lockdowns 1 PT720H COMPACT TRUTH Lockdown",
                        "moderation.score.requests 8 PT168H DELETE TRUTH ScoreRequest",
                        "moderation.scores 8 PT168H DELETE TRUTH ModelScores",
                        "moderation.review 8 PT720H DELETE TRUTH ReviewItem",
                        "moderation.rulings 8 PT720H DELETE TRUTH Ruling");
    }

    @Test
    void everyTopicHasDeadLettersOfItsName() {
        assertThat(Topics.ROOM_COMMANDS.deadLetters()).isEqualTo("room.commands.dlq");
    }

    private static String row(Topic<?> topic) {
        return String.join(
                " ",
                topic.name(),
                Integer.toString(topic.partitions()),
                topic.retention().toString(),
                topic.cleanup().name(),
                topic.durability().name(),
                topic.value().getSimpleName());
    }
}
