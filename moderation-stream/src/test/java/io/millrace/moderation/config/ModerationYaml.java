package io.millrace.moderation.config;

import io.millrace.runtime.config.Config;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Configurations as people write them.
public final class ModerationYaml {

    private ModerationYaml() {}

    /// A configuration that has nothing but the section `moderation`.
    ///
    /// @param section its keys, in YAML
    public static Config of(String section) {
        String file = "moderation:\n" + section.indent(2);
        return Config.parse("test", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), Map.of());
    }
}
