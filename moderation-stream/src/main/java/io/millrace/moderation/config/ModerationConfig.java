package io.millrace.moderation.config;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import io.millrace.runtime.health.OpsServer;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.RegistrySection;
import io.millrace.runtime.namespace.Namespaces;
import io.millrace.serde.RegistrySettings;
import java.time.Duration;

/// Everything moderation-stream is told.
///
/// @param ops where health and metrics are served
/// @param applicationId consumer group, and prefix of the changelog topic
/// @param messageLimit greatest payload in bytes
/// @param textLimit most UTF-16 characters of a message that are judged
/// @param sustained how many messages a sender may send over a long time
/// @param burst how many it may send at once
/// @param blocklist terms that are refused
/// @param content other rules on the text
/// @param model what scores texts
/// @param scorer the larger model, in a process of its own
public record ModerationConfig(
        KafkaSettings kafka,
        RegistrySettings registry,
        Namespaces namespaces,
        OpsServer.Address ops,
        String applicationId,
        int messageLimit,
        int textLimit,
        Messages sustained,
        Messages burst,
        BlocklistConfig blocklist,
        ContentConfig content,
        ModelConfig model,
        ScorerConfig scorer) {

    private static final int OPS_PORT = 8092;
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// So many messages in so much time.
    public record Messages(int messages, Duration per) {}

    /// Reads the sections `kafka`, `topics`, `registry`, `namespaces` and `moderation`.
    public static ModerationConfig read(Config.Reader config) {
        Section moderation = config.section("moderation");
        Section rate = moderation.section("rate");
        // Belongs to the desk, which checks it; its keys need not be readable here.
        moderation.section("desk").all();
        return new ModerationConfig(
                KafkaSettings.read(config),
                RegistrySection.read(config),
                Namespaces.read(config),
                OpsServer.Address.read(moderation.section("ops"), OPS_PORT),
                moderation.text("application-id", "moderation-stream"),
                Math.toIntExact(moderation.bytes("message-limit", 512 << 10, 1, 512 << 10)),
                moderation.integer("text-limit", 32 << 10, 0, 512 << 10),
                messages(rate.section("sustained"), 1_000, SECOND.multipliedBy(60)),
                messages(rate.section("burst"), 100, SECOND),
                BlocklistConfig.read(moderation.section("blocklist")),
                ContentConfig.read(moderation),
                ModelConfig.read(moderation.section("model")),
                ScorerConfig.read(moderation.section("scorer")));
    }

    private static Messages messages(Section section, int messages, Duration per) {
        return new Messages(
                section.integer("messages", messages, 1, 1_000_000),
                section.duration("per", per, MILLI, SECOND.multipliedBy(86_400)));
    }
}
