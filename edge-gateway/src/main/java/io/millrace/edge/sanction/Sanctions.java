package io.millrace.edge.sanction;

import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.id.RoomId;
import io.millrace.id.UserId;
import io.millrace.runtime.sanction.SanctionIndex;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The sanctions of all users. Thread-safe. A question about somebody without any costs one look into a map.
///
/// What is over by the clock is nothing, without anybody having to say so. When a sanction begins is not looked
/// at: it was written because it should hold, perhaps by a machine whose clock is ahead. Users without a name
/// have none. Slow modes are here to be shown; the moderation stream counts them.
public final class Sanctions {

    private final InstantSource clock;
    private final SanctionIndex byUser = new SanctionIndex();

    /// @param clock wall clock
    public Sanctions(InstantSource clock) {
        this.clock = clock;
    }

    /// A sanction is new, different or gone. Calls must come one after the other.
    ///
    /// @param before null when it is new
    /// @param after null when it is gone
    public void change(@Nullable Sanction before, @Nullable Sanction after) {
        byUser.change(before, after);
    }

    /// Whether a user may not be here at all.
    public boolean isBanned(UserId user) {
        return active(user).anyMatch(Sanctions::isEverywhereBan);
    }

    /// Whether a user may not be in a room, because of a ban there or everywhere.
    public boolean isBanned(UserId user, RoomId room) {
        return active(user)
                .filter(sanction -> concerns(sanction, room))
                .anyMatch(sanction -> sanction.getKind() == SanctionKind.BAN);
    }

    /// Whether somebody may subscribe to a room and read what is there.
    public Optional<Refusal> mayRead(UserId user, RoomId room) {
        return isBanned(user, room) ? Optional.of(Refusal.of(ErrorCode.PERMISSION_DENIED)) : Optional.empty();
    }

    /// Whether somebody may publish in a room.
    public Optional<Refusal> mayPublish(UserId user, RoomId room) {
        if (byUser.of(user.value()).isEmpty()) {
            return Optional.empty();
        }
        if (isBanned(user, room)) {
            return Optional.of(Refusal.of(ErrorCode.PERMISSION_DENIED));
        }
        List<Sanction> silences = active(user)
                .filter(sanction -> concerns(sanction, room) && isSilence(sanction.getKind()))
                .toList();
        return silences.isEmpty() ? Optional.empty() : Optional.of(muted(silences));
    }

    /// A user's sanctions, as of now.
    public List<Sanction> of(UserId user) {
        return active(user).toList();
    }

    /// Whether a sanction holds now.
    public boolean isActive(Sanction sanction) {
        return isActive(sanction, clock.instant());
    }

    private Stream<Sanction> active(UserId user) {
        List<Sanction> some = byUser.of(user.value());
        if (some.isEmpty()) {
            return Stream.empty();
        }
        Instant now = clock.instant();
        return some.stream().filter(sanction -> isActive(sanction, now));
    }

    private static boolean isActive(Sanction sanction, Instant now) {
        Instant until = sanction.getUntil();
        return until == null || now.isBefore(until);
    }

    private static boolean isEverywhereBan(Sanction sanction) {
        return sanction.getKind() == SanctionKind.BAN && sanction.getRoom().isEmpty();
    }

    private static boolean concerns(Sanction sanction, RoomId room) {
        return sanction.getRoom().isEmpty() || sanction.getRoom().equals(room.value());
    }

    private static boolean isSilence(SanctionKind kind) {
        return switch (kind) {
            case TIMEOUT, MUTE -> true;
            case BAN, SLOW, UNKNOWN -> false;
        };
    }

    /// Says when the last of them is over, if ever.
    private static Refusal muted(List<Sanction> silences) {
        Instant last = Instant.MIN;
        for (Sanction silence : silences) {
            Instant until = silence.getUntil();
            if (until == null) {
                return Refusal.of(ErrorCode.MUTED);
            }
            last = until.isAfter(last) ? until : last;
        }
        return new Refusal(ErrorCode.MUTED, ErrorCode.MUTED.message() + " until " + SanctionIndex.toldEnd(last));
    }
}
