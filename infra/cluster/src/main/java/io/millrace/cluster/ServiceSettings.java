package io.millrace.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Settings by full key, written as the YAML file that services read.
final class ServiceSettings {

    private ServiceSettings() {}

    /// What the services of a cluster are told unless its spec says otherwise: a chat that anybody on this
    /// machine may use, and groups that miss a member soon.
    static Map<String, String> defaults(ClusterSpec.Size size) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kafka.session-timeout", "1500ms");
        settings.put("kafka.request-timeout", "2s");
        settings.put("kafka.standbys", size.processors() > 1 || size.moderations() > 1 ? "1" : "0");
        settings.put("topics.replication-factor", Integer.toString(size.brokers()));
        settings.put("topics.min-insync-replicas", size.brokers() == 1 ? "1" : "2");
        settings.put("edge.drain", "200ms");
        settings.put("edge.auth.anonymous", "true");
        settings.put("namespaces.chat.subscribe", "anyone");
        settings.put("namespaces.chat.publish", "anyone");
        settings.put("namespaces.chat.read-history", "anyone");
        settings.put("namespaces.chat.read-presence", "anyone");
        settings.put("namespaces.chat.presence", "true");
        settings.put("namespaces.chat.history-size", "200");
        return settings;
    }

    static void write(Map<String, String> settings, Path file) {
        Map<String, Object> tree = new LinkedHashMap<>();
        settings.forEach((key, value) -> put(tree, key, value));
        String yaml = new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(tree);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new ClusterException("the configuration " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void put(Map<String, Object> tree, String key, String value) {
        Map<String, Object> level = tree;
        int start = 0;
        for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', start)) {
            Object child = level.computeIfAbsent(key.substring(start, dot), _ -> new LinkedHashMap<String, Object>());
            if (!(child instanceof Map<?, ?>)) {
                throw new IllegalArgumentException("setting " + key + " is inside another setting");
            }
            @SuppressWarnings("unchecked") // only this method fills the tree
            Map<String, Object> map = (Map<String, Object>) child;
            level = map;
            start = dot + 1;
        }
        level.put(key.substring(start), value);
    }
}
