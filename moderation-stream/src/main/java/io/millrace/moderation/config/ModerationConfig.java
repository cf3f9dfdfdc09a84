package io.millrace.moderation.config;

import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Section;
import io.millrace.runtime.health.OpsServer;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.RegistrySection;
import io.millrace.runtime.namespace.Namespaces;
import io.millrace.serde.RegistrySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Everything moderation-stream is told.
///
/// @param ops where health and metrics are served
/// @param applicationId consumer group, and prefix of the changelog topic
/// @param blocklist terms that every policy looks for
/// @param lists other lists, which policies call by their names
/// @param modelFile weights to use instead of the shipped ones
/// @param policy what applies where no document says otherwise
/// @param scorer the larger model, in a process of its own
/// @param raids whether rooms are watched for raids
public record ModerationConfig(
        KafkaSettings kafka,
        RegistrySettings registry,
        Namespaces namespaces,
        OpsServer.Address ops,
        String applicationId,
        BlocklistConfig blocklist,
        List<BlocklistConfig> lists,
        Optional<Path> modelFile,
        PolicySettings policy,
        ScorerConfig scorer,
        boolean raids) {

    private static final int OPS_PORT = 8092;

    public ModerationConfig {
        lists = List.copyOf(lists);
    }

    /// Reads the sections `kafka`, `topics`, `registry`, `namespaces` and `moderation`.
    public static ModerationConfig read(Config.Reader config) {
        Section moderation = config.section("moderation");
        // Belongs to the desk, which checks it; its keys need not be readable here.
        moderation.section("desk").all();
        return new ModerationConfig(
                KafkaSettings.read(config),
                RegistrySection.read(config),
                Namespaces.read(config),
                OpsServer.Address.read(moderation.section("ops"), OPS_PORT),
                moderation.text("application-id", "moderation-stream"),
                BlocklistConfig.base(moderation.section("blocklist")),
                moderation.items("lists").stream().map(BlocklistConfig::named).toList(),
                moderation.section("model").file("file"),
                PolicySettings.read(moderation),
                ScorerConfig.read(moderation.section("scorer")),
                moderation.section("raids").flag("enabled", false));
    }
}
