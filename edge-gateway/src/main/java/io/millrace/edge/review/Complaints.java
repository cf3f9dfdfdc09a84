package io.millrace.edge.review;

import com.github.f4b6a3.uuid.UuidCreator;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.Shares;
import io.millrace.edge.config.Limits;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.ReviewWriter;
import io.millrace.edge.sanction.Sanctions;
import io.millrace.id.MessageId;
import io.millrace.schema.audit.Outcome;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Sanction;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes reports and appeals to the moderators. Thread-safe; does not wait for the broker. A repeat has the id
/// of the first, so that it changes nothing.
public final class Complaints {

    /// Characters of a reason or a text.
    public static final int LONGEST_TEXT = 1_000;

    private static final Duration SPAN = Duration.ofMinutes(1);

    private final ReviewWriter writer;
    private final AuditLog audit;
    private final Sanctions sanctions;
    private final InstantSource clock;
    private final Limits.Complaints limits;
    private final Shares users;
    private final Shares addresses;

    /// @param clock wall clock
    public Complaints(
            ReviewWriter writer, AuditLog audit, Sanctions sanctions, InstantSource clock, Limits.Complaints limits) {
        this.writer = writer;
        this.audit = audit;
        this.sanctions = sanctions;
        this.clock = clock;
        this.limits = limits;
        this.users = new Shares(limits.perUser(), SPAN);
        this.addresses = new Shares(limits.perAddress(), SPAN);
    }

    /// Whether one more of that user, or of that address when it has no name, is taken now; then it counts.
    public Optional<Refusal> admit(Complainant who, long nowNanos) {
        return users.admit(who.share(), nowNanos)
                ? Optional.empty()
                : tooMany(limits.perUser() + " reports and appeals in a minute");
    }

    /// Whether one more request of an address is looked at now; then it counts.
    public Optional<Refusal> admit(String address, long nowNanos) {
        return addresses.admit(address, nowNanos)
                ? Optional.empty()
                : tooMany(limits.perAddress() + " requests of one address in a minute");
    }

    /// Takes a report.
    ///
    /// @param reported what this edge knows of the message
    /// @param then called once with the answer, from another thread or this one; must not block
    public void report(Complainant who, Report report, Reported reported, Consumer<ComplaintAnswer> then) {
        Publication publication = reported.publication();
        ClientInfo author = publication == null ? null : publication.info();
        // Moderators look at what is at the offset: an id besides could be that of another message.
        boolean atOffset = report.offset() > 0 && reported.namespace().persistence();
        String id = atOffset ? "" : report.id();
        // Of a message the room knows who wrote it. Else reporters could show their own words as those of others.
        boolean ofPerson = report.offset() == 0 && report.id().isEmpty();
        String user = author != null ? author.user() : ofPerson ? report.user() : "";
        if (!who.user().isAnonymous() && who.user().value().equals(user)) {
            then.accept(refused("bad request: the message is your own"));
            return;
        }
        String message =
                !id.isEmpty() ? id : report.offset() > 0 ? reported.epoch() + ' ' + report.offset() : "of " + user;
        ReviewItem.Builder item = item(
                        ReviewKind.REPORT, who.name(), reported.room().value(), message)
                .setMessageId(id.isEmpty() ? null : id)
                .setOffset(report.offset() == 0 ? null : report.offset())
                .setEpoch(report.offset() == 0 || reported.epoch().isEmpty() ? null : reported.epoch())
                .setRoom(reported.room().value())
                .setUser(user)
                .setReporter(who.name())
                .setText(report.reason())
                .setData(reported.unarchived())
                .setFormat(reported.format());
        if (author != null) {
            item.setClient(author.client());
        }
        write(who, "moderation.report", reported.room().value(), item.build(), then);
    }

    /// Takes an appeal of a user with a name.
    ///
    /// @param then called once with the answer, from another thread or this one; must not block
    public void appeal(Complainant who, Appeal appeal, Consumer<ComplaintAnswer> then) {
        if (who.user().isAnonymous()) {
            then.accept(new ComplaintAnswer.Refused(Refusal.of(ErrorCode.PERMISSION_DENIED)));
            return;
        }
        Sanction sanction = null;
        if (!appeal.sanction().isEmpty()) {
            sanction = own(who, appeal.sanction());
            if (sanction == null) {
                then.accept(refused("bad request: sanction is none of yours that is in force"));
                return;
            }
        }
        String message = appeal.id().isEmpty() && !appeal.key().isEmpty()
                ? MessageId.ofIdempotencyKey(who.user(), appeal.key()).value()
                : appeal.id();
        ReviewItem item = item(
                        ReviewKind.APPEAL,
                        who.name(),
                        appeal.channel(),
                        appeal.sanction() + ' ' + message + ' ' + appeal.offset())
                .setMessageId(message.isEmpty() ? null : message)
                .setOffset(appeal.offset() == 0 ? null : appeal.offset())
                .setRoom(sanction == null ? appeal.channel() : sanction.getRoom())
                .setUser(who.user().value())
                .setClient(who.client())
                .setReporter(who.user().value())
                .setText(appeal.text())
                .setSanction(sanction == null ? null : sanction.getId())
                .build();
        write(who, "moderation.appeal", sanction == null ? message : sanction.getId(), item, then);
    }

    private @Nullable Sanction own(Complainant who, String id) {
        return sanctions.of(who.user()).stream()
                .filter(sanction -> sanction.getId().equals(id))
                .findFirst()
                .orElse(null);
    }

    /// @param cause what makes it the same item when it comes again
    private ReviewItem.Builder item(ReviewKind kind, String name, String room, String cause) {
        // A name may have spaces, but no line breaks.
        String identity = kind + "\n" + name + '\n' + room + '\n' + cause;
        return ReviewItem.newBuilder()
                .setId(UuidCreator.getNameBasedSha1(identity).toString())
                .setKind(kind)
                .setFormat(PayloadFormat.JSON)
                .setReasons(List.of())
                .setScores(Map.of())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private void write(Complainant who, String action, String target, ReviewItem item, Consumer<ComplaintAnswer> then) {
        writer.write(item, written -> {
            Outcome outcome = written ? Outcome.SUCCESS : Outcome.FAILED;
            audit.did(who.name(), action, target, outcome, who.address(), Map.of("item", item.getId()));
            then.accept(
                    written
                            ? new ComplaintAnswer.Noted(item.getId())
                            : new ComplaintAnswer.Refused(Refusal.of(ErrorCode.INTERNAL)));
        });
    }

    private static ComplaintAnswer refused(String message) {
        return new ComplaintAnswer.Refused(new Refusal(ErrorCode.BAD_REQUEST, message));
    }

    private static Optional<Refusal> tooMany(String limit) {
        return Optional.of(new Refusal(
                ErrorCode.TOO_MANY_REQUESTS, ErrorCode.TOO_MANY_REQUESTS.message() + ": more than " + limit));
    }
}
