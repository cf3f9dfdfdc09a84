package io.millrace.testkit;

import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.testkit.registry.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Main of a child JVM that starts all shared servers, says so in a file and then ends or waits to be killed.
final class UseEverything {

    private UseEverything() {}

    public static void main(String[] arguments) throws Exception {
        Path said = Path.of(arguments[0]);
        KafkaBroker.shared().newTopic("topic");
        String database = PostgresDatabase.create().jdbcUrl();
        String registry = SchemaRegistry.shared().url();
        Path part = Files.write(said.resolveSibling("part"), List.of(database, registry));
        Files.move(part, said);
        if (arguments[1].equals("wait")) {
            new CountDownLatch(1).await();
        }
        // As the build's test JVM does: the broker's threads would keep this one alive.
        System.exit(0);
    }
}
