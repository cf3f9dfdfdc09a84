package io.millrace.moderation.desk;

import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.desk.config.DeskConfig;
import io.millrace.moderation.desk.feed.Feed;
import io.millrace.moderation.desk.feed.OutboxSender;
import io.millrace.moderation.desk.feed.RecordWriter;
import io.millrace.moderation.desk.http.DeskFront;
import io.millrace.moderation.desk.http.DeskServer;
import io.millrace.moderation.desk.store.Conversations;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.work.DeskMeters;
import io.millrace.moderation.desk.work.DeskRecords;
import io.millrace.moderation.desk.work.Housekeeping;
import io.millrace.moderation.desk.work.Ledger;
import io.millrace.moderation.desk.work.Reception;
import io.millrace.moderation.desk.work.ReviewOffice;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Launch;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.runtime.lifecycle.LaunchedService.Front;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Launches the desk, where moderators see what is unsure, and decide it.
public final class ModerationDesk {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationDesk.class);
    private static final Duration PAGE_PATIENCE = Duration.ofSeconds(2);
    private static final String NOBODY = "no moderators are configured, so every request is answered with 401: add"
            + " moderation.desk.moderators.<name> with a role and a key-file";

    private ModerationDesk() {}

    /// Listens at once and starts to read as soon as broker and registry are there. The port is that of REST,
    /// page, health and metrics.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    /// @throws IllegalStateException when the port is taken
    public static LaunchedService launch(Config config) {
        DeskConfig read = config.read(DeskConfig::read);
        PolicyDocuments documents = config.read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)));
        if (read.moderators().isEmpty()) {
            LOGGER.atWarn().log(NOBODY);
        }
        return LaunchedService.launch("moderation-desk", launch -> open(read, documents, launch));
    }

    private static Front open(DeskConfig config, PolicyDocuments documents, Launch launch) {
        InstantSource clock = InstantSource.system();
        AvroSerdes serdes = new AvroSerdes(config.registry());
        DeskRecords records = launch.add(new DeskRecords(serdes));
        DeskDatabase database = launch.add(DeskDatabase.open(config.database()));
        RecordWriter writer = launch.add(RecordWriter.open(config.kafka()));
        OutboxSender sender = launch.add(OutboxSender.launch(database, writer));
        AtomicReference<@Nullable Feed> feed = new AtomicReference<>();
        DeskMeters meters = new DeskMeters(launch.meters(), clock, () -> lag(feed.get()));
        launch.add(Housekeeping.launch(database, config.queue().retention(), clock, meters));
        Ledger ledger = new Ledger(database, sender, records, clock);
        Conversations conversations = new Conversations(database, PAGE_PATIENCE);
        ReviewOffice office =
                new ReviewOffice(ledger, conversations, config.queue().claim(), meters);
        launch.checks().detail("moderators", () -> moderators(config));
        DeskServer server = launch.add(DeskFront.open(
                new DeskFront.Parts(config, ledger, office, conversations, meters, documents, clock),
                launch.checks(),
                launch.meters().registry()));
        return new Front(server.port(), patience -> {
            awaitOthers(config, records, patience);
            Reception reception = new Reception(records, clock);
            Feed launched =
                    launch.add(Feed.launch(config.kafka(), config.groupId(), serdes, database, writer, reception));
            feed.set(launched);
            launch.checks().readiness("feed", launched::health);
            LOGGER.atInfo()
                    .addKeyValue("moderators", config.moderators().size())
                    .addKeyValue("port", server.port())
                    .log("moderation desk launched");
        });
    }

    private static void awaitOthers(DeskConfig config, DeskRecords records, Patience patience) {
        patience.until(
                "kafka",
                () -> new TopicAdmin(config.kafka())
                        .ensure(List.of(
                                Topics.MODERATION_REVIEW,
                                Topics.MODERATION_DECISIONS,
                                Topics.MODERATION_RULINGS,
                                Topics.MODERATION_SANCTIONS,
                                Topics.MODERATION_LOCKDOWNS,
                                Topics.MODERATION_POLICY,
                                Topics.MODERATION_SCORES,
                                Topics.AUDIT_EVENTS)));
        patience.until("registry", () -> {
            records.warmUp();
            return true;
        });
    }

    private static Health moderators(DeskConfig config) {
        int count = config.moderators().size();
        return count == 0 ? Health.down(NOBODY) : Health.up(count + " configured");
    }

    private static long lag(@Nullable Feed feed) {
        return feed == null ? 0 : feed.lag();
    }
}
