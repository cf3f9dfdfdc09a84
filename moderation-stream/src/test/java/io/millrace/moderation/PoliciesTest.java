package io.millrace.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    @Test
    void configuredTermsAreApplied() {
        Policy policy =
                policy(Map.of("blocklist", Map.of("terms", List.of("badword"), "allowed", List.of("no badword"))));

        assertThat(policy.judge(message("\"badword\""), true)).isInstanceOf(Verdict.Bounce.class);
        assertThat(policy.judge(message("\"no badword\""), true)).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void versionNamesTheSettings() {
        String version = policy(Map.of("message-limit", 1000)).version();

        assertThat(policy(Map.of("message-limit", 1000)).version()).isEqualTo(version);
        assertThat(policy(Map.of("message-limit", 1001)).version()).isNotEqualTo(version);
        assertThat(policy(Map.of("message-limit", 1000, "blocklist", Map.of("terms", List.of("badword"))))
                        .version())
                .isNotEqualTo(version);
    }

    @Test
    void termThatCannotBeUsedIsToldByItsPlace() {
        assertThatThrownBy(() -> policy(Map.of("blocklist", Map.of("terms", List.of("fine", "?")))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moderation.blocklist: term 2 must have 2 to 60 letters or digits, has 0");
    }

    private static Policy policy(Map<String, Object> moderation) {
        return Config.of(Map.of("moderation", moderation), Map.of())
                .read(reader -> Policies.of(ModerationConfig.read(reader)));
    }

    private static Candidate message(String json) {
        return new Candidate(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), PayloadFormat.JSON, 2000);
    }
}
