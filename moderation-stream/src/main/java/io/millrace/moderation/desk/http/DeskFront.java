package io.millrace.moderation.desk.http;

import io.helidon.metrics.api.MeterRegistry;
import io.helidon.webserver.http.HttpService;
import io.millrace.moderation.desk.access.FailedAttempts;
import io.millrace.moderation.desk.access.Moderators;
import io.millrace.moderation.desk.config.DeskConfig;
import io.millrace.moderation.desk.store.Conversations;
import io.millrace.moderation.desk.work.DeskMeters;
import io.millrace.moderation.desk.work.Ledger;
import io.millrace.moderation.desk.work.LockdownOffice;
import io.millrace.moderation.desk.work.MessageOffice;
import io.millrace.moderation.desk.work.PolicyOffice;
import io.millrace.moderation.desk.work.ReviewOffice;
import io.millrace.moderation.desk.work.SanctionOffice;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.runtime.health.HealthChecks;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Puts the routes together.
public final class DeskFront {

    private DeskFront() {}

    /// What the routes work with.
    ///
    /// @param clock wall clock
    public record Parts(
            DeskConfig config,
            Ledger ledger,
            ReviewOffice office,
            Conversations conversations,
            DeskMeters meters,
            PolicyDocuments documents,
            InstantSource clock) {}

    /// Starts to listen.
    ///
    /// @throws IllegalStateException when the address is taken
    public static DeskServer open(Parts parts, HealthChecks health, MeterRegistry registry) {
        DeskConfig config = parts.config();
        Guard guard = new Guard(
                Moderators.of(config.moderators()),
                new FailedAttempts(config.login().failures(), config.login().per()),
                parts.meters());
        Api api = new Api(guard);
        ReviewJson json = new ReviewJson(config.queue().within());
        ReviewDetail detail = new ReviewDetail(
                parts.ledger(), parts.conversations(), json, config.queue().context(), parts.clock());
        Map<String, HttpService> services = new LinkedHashMap<>();
        services.put("/reviews", new ReviewRoutes(api, parts.office(), parts.ledger(), json, detail, parts.clock()));
        services.put(
                "/sanctions",
                new SanctionRoutes(api, new SanctionOffice(parts.ledger()), parts.ledger(), parts.clock()));
        services.put("/lockdowns", new LockdownRoutes(api, new LockdownOffice(parts.ledger()), parts.ledger()));
        services.put("/messages", new MessageRoutes(api, new MessageOffice(parts.ledger()), parts.conversations()));
        PolicyOffice policies = new PolicyOffice(parts.ledger(), parts.documents());
        services.put("/check", new CheckRoutes(api, policies));
        HttpService records = new RecordRoutes(api, parts.ledger(), parts.clock());
        HttpService documents = new PolicyRoutes(api, policies, parts.ledger());
        services.put("", rules -> {
            records.routing(rules);
            documents.routing(rules);
        });
        return DeskServer.open(config.http(), services, health, registry);
    }
}
