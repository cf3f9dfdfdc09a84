package io.millrace.moderation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An instance of moderation-stream in a process of its own.
final class ModerationProcess implements AutoCloseable {

    private final ServiceProcess process;
    private final Map<String, String> more;

    ModerationProcess(String name) {
        this(name, Map.of());
    }

    /// @param more settings
    ModerationProcess(String name, Map<String, String> more) {
        this.process = new ServiceProcess(name, Main.class);
        this.more = more;
    }

    /// Starts it and does not wait.
    void start() {
        Map<String, String> settings = new HashMap<>(LocalSystem.settings());
        settings.put(
                "kafka.state-directory", process.folder().resolve("streams").toString());
        settings.put("moderation.ops.port", Integer.toString(process.port()));
        settings.put("moderation.blocklist.terms", "badword");
        settings.putAll(more);
        process.start(settings);
    }

    /// Waits until it judges messages.
    void awaitReady() {
        process.awaitReady();
    }

    /// Ends it without any chance to commit (`kill -9`).
    void kill() {
        process.kill();
    }

    static void kill(List<ModerationProcess> together) {
        together.forEach(ModerationProcess::kill);
    }

    @Override
    public void close() {
        process.close();
    }
}
