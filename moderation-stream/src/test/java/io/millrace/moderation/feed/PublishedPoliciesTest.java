package io.millrace.moderation.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.RoomId;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.moderation.policy.Policy;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.moderation.PolicyRecord;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishedPoliciesTest {

    private static final RoomId ROOM = new RoomId("chat:lobby");

    private final Meters meters = Meters.create("published-policies-test");
    private final PolicyDocuments documents =
            Config.of(Map.of(), Map.of()).read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)));
    private final PublishedPolicies policies = new PublishedPolicies(documents, meters);

    @Test
    void nothingAppliesBeforeEverythingIsKnown() {
        policies.changed("policy/default", document("{\"text-limit\": 1000}"));
        assertThat(policies.general()).isSameAs(documents.configured());

        policies.loaded();

        assertThat(policies.general().limits().text()).isEqualTo(1000);
        assertThat(policies.of(ROOM)).isSameAs(policies.general());
    }

    @Test
    void changesApplyAtOnceAfterwards() {
        policies.loaded();

        policies.changed("policy/room/chat:lobby", document("{\"text-limit\": 1000}"));
        assertThat(policies.of(ROOM).limits().text()).isEqualTo(1000);

        policies.changed("policy/room/chat:lobby", null);
        assertThat(policies.of(ROOM)).isSameAs(documents.configured());
    }

    @Test
    void documentThatCannotBeUsedIsIgnoredAndTold() {
        policies.loaded();
        policies.changed("policy/default", document("{\"text-limit\": 1000}"));
        Policy good = policies.general();
        double before = ignored();

        policies.changed("policy/default", document("{\"text-limit\": \"all\"}"));

        assertThat(policies.general()).isSameAs(good);
        assertThat(ignored() - before).isEqualTo(1);
        assertThat(policies.summary()).startsWith("1 documents, 1 with problems: policy/default /text-limit: ");

        policies.changed("policy/default", document("{\"text-limit\": 1001}"));
        assertThat(policies.summary()).isEqualTo("1 documents");
    }

    @Test
    void documentsThatAreNoJsonAreNotQuoted() {
        policies.loaded();

        policies.changed("list/slurs", document("{\"terms\": [badword]}"));

        assertThat(policies.summary()).contains("list/slurs is no JSON").doesNotContain("badword");
    }

    private double ignored() {
        return meters.counter("millrace_moderation_policy_ignored", "").count();
    }

    private static PolicyRecord document(String json) {
        return PolicyRecord.newBuilder()
                .setVersion(1)
                .setAuthor("ann")
                .setAt(Instant.EPOCH)
                .setDocument(json)
                .build();
    }
}
