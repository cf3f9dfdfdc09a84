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
import io.millrace.moderation.desk.work.ReviewOffice;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.runtime.lifecycle.Service;
import io.millrace.runtime.lifecycle.Startup;
import io.millrace.runtime.metrics.Meters;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running desk: moderators see what is unsure, and decide it.
public final class ModerationDesk implements Service {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationDesk.class);
    private static final Duration PAGE_PATIENCE = Duration.ofSeconds(2);
    private static final String NOBODY = "no moderators are configured, so every request is answered with 401: add"
            + " moderation.desk.moderators.<name> with a role and a key-file";

    private final Closer resources;
    private final HealthChecks checks = new HealthChecks();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final AtomicReference<@Nullable Feed> feed = new AtomicReference<>();
    private final DeskServer server;
    private final Startup startup;

    private ModerationDesk(DeskConfig config, PolicyDocuments documents, Closer resources) {
        this.resources = resources;
        Meters meters = Meters.create("moderation-desk");
        InstantSource clock = InstantSource.system();
        AvroSerdes serdes = new AvroSerdes(config.registry());
        DeskRecords records = resources.add(new DeskRecords(serdes));
        DeskDatabase database = resources.add(DeskDatabase.open(config.database()));
        RecordWriter writer = resources.add(RecordWriter.open(config.kafka()));
        OutboxSender sender = resources.add(OutboxSender.launch(database, writer));
        DeskMeters deskMeters = new DeskMeters(meters, clock, this::lag);
        resources.add(Housekeeping.launch(database, config.queue().retention(), clock, deskMeters));
        Ledger ledger = new Ledger(database, sender, records, clock);
        Conversations conversations = new Conversations(database, PAGE_PATIENCE);
        ReviewOffice office =
                new ReviewOffice(ledger, conversations, config.queue().claim(), deskMeters);
        checks.detail("moderators", () -> moderators(config));
        server = resources.add(DeskFront.open(
                new DeskFront.Parts(config, ledger, office, conversations, deskMeters, documents, clock),
                checks,
                meters.registry()));
        startup = Startup.begin(
                "moderation-desk",
                checks,
                patience -> open(new Opening(config, serdes, records, database, writer), patience),
                failure);
    }

    private record Opening(
            DeskConfig config, AvroSerdes serdes, DeskRecords records, DeskDatabase database, RecordWriter writer) {}

    /// Listens at once and starts to read as soon as broker and registry are there: [#ready] tells.
    ///
    /// @throws io.millrace.runtime.config.ConfigException when the configuration cannot be used
    /// @throws IllegalStateException when the port is taken
    public static ModerationDesk launch(Config config) {
        DeskConfig read = config.read(DeskConfig::read);
        PolicyDocuments documents = config.read(reader -> PolicyDocuments.of(ModerationConfig.read(reader)));
        if (read.moderators().isEmpty()) {
            LOGGER.atWarn().log(NOBODY);
        }
        Closer resources = new Closer();
        try {
            return new ModerationDesk(read, documents, resources);
        } catch (RuntimeException | Error failure) {
            resources.closeBecauseOf(failure);
            throw failure;
        }
    }

    private void open(Opening opening, Patience patience) {
        DeskConfig config = opening.config();
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
            opening.records().warmUp();
            return true;
        });
        Feed launched = resources.add(
                Feed.launch(config.kafka(), config.groupId(), opening.serdes(), opening.database(), opening.writer()));
        feed.set(launched);
        checks.readiness("feed", launched::health);
        LOGGER.atInfo()
                .addKeyValue("moderators", config.moderators().size())
                .addKeyValue("port", server.port())
                .log("moderation desk launched");
    }

    private static Health moderators(DeskConfig config) {
        int count = config.moderators().size();
        return count == 0 ? Health.down(NOBODY) : Health.up(count + " configured");
    }

    private long lag() {
        Feed known = feed.get();
        return known == null ? 0 : known.lag();
    }

    /// Whether items are read and can be decided, or the first reason why not.
    public Health ready() {
        return checks.ready();
    }

    /// Port of REST, page, health and metrics.
    public int port() {
        return server.port();
    }

    @Override
    public CompletableFuture<Void> failure() {
        return failure;
    }

    @Override
    public void close() {
        startup.close();
        resources.close();
    }
}
