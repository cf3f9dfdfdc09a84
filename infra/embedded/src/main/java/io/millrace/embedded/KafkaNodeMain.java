package io.millrace.embedded;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/// A Kafka node as a program of its own, as `kafka-server-start.sh` runs it: SIGTERM hands its leadership
/// over and stops it, a fault of its disk ends the process.
public final class KafkaNodeMain {

    private KafkaNodeMain() {}

    /// Runs until told to end.
    ///
    /// @param args the configuration file, from [KafkaNodes#prepare]
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: KafkaNodeMain FILE");
            System.exit(2);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(args[0]))) {
            properties.load(reader);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        Exit.addShutdownHook("kafka-stop", server::shutdown);
        server.startup();
        server.awaitShutdown();
        Exit.exit(0);
    }
}
