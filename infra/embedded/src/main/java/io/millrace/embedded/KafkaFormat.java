package io.millrace.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.metadata.storage.Formatter;

/// Makes a folder ready for a Kafka node, as `kafka-storage.sh format` does.
final class KafkaFormat {

    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private KafkaFormat() {}

    /// Formats the folder unless that has been done.
    static void format(Path dataDirectory, int nodeId, String clusterId) throws Exception {
        if (Files.exists(dataDirectory.resolve("meta.properties"))) {
            return;
        }
        // meta.properties is written last: a folder without it is new, or its formatting was cut off.
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(clusterId)
                .setNodeId(nodeId)
                .setControllerListenerName(CONTROLLER_LISTENER)
                .setMetadataLogDirectory(dataDirectory.toString())
                .addDirectory(dataDirectory.toString())
                .setIgnoreFormatted(true)
                .run();
    }
}
