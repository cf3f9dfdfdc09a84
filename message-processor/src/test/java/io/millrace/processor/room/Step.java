package io.millrace.processor.room;

import io.millrace.schema.chat.PublishExtras;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/// One random command with the time that passed before it. Few rooms, edges, clients and ids, so that they
/// meet.
///
/// @param elapsed milliseconds since the record before; may be negative
record Step(long elapsed, RoomCommand command) {

    private static final List<String> ROOMS = List.of("chat:a", "chat:b", "chat:c", "plain:d", "nope:e");

    /// Key of the record.
    @Nullable
    String key() {
        return command.getRoom().isEmpty() ? null : command.getRoom();
    }

    /// Sequences in which every kind of command is common and sometimes a room falls asleep.
    static Arbitrary<List<Step>> sequences() {
        return steps(Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.longs().between(-50, 2_000)),
                Tuple.of(1, Arbitraries.just(Partition.CHAT.historyTime().toMillis())),
                Tuple.of(1, Arbitraries.just(Partition.SETTINGS.idleLimit().toMillis() + 1))));
    }

    /// Sequences within a few seconds: no room is forgotten.
    static Arbitrary<List<Step>> shortSequences() {
        return steps(Arbitraries.longs().between(0, 20));
    }

    private static Arbitrary<List<Step>> steps(Arbitrary<Long> elapsed) {
        return Combinators.combine(elapsed, commands())
                .as(Step::new)
                .list()
                .ofMaxSize(120)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<RoomCommand> commands() {
        Arbitrary<String> room = Arbitraries.of(ROOMS);
        Arbitrary<Integer> inbox = Arbitraries.integers().between(0, 2);
        Arbitrary<String> life = Arbitraries.of("life-1", "life-1", "life-1", "life-2");
        Arbitrary<String> client = Arbitraries.of("alice", "bob", "carol");
        Arbitrary<String> id = Arbitraries.integers().between(1, 30).map(number -> "m" + number);
        Arbitrary<@Nullable Long> from = Arbitraries.longs().between(0, 12).injectNull(0.3);
        var publish = Combinators.combine(room, inbox, life, id)
                .as((r, i, l, m) -> Inputs.publish(r, m, "\"" + m + "\"", new ReplyAddress(i, l, 9L)));
        Arbitrary<PublishExtras> extras = Combinators.combine(
                        Arbitraries.longs().between(0, 5),
                        Arbitraries.of("", "x", "y"),
                        Arbitraries.integers().between(0, 3))
                .as((v, e, skip) -> new PublishExtras(v == 3 ? Map.of("k", e) : Map.of(), v, e, skip == 0, skip == 1));
        var special = Combinators.combine(room, inbox, life, id, extras)
                .as((r, i, l, m, e) -> Inputs.publish(r, "x" + m, e, new ReplyAddress(i, l, 9L)));
        var remove = Combinators.combine(room, inbox, life, id)
                .as((r, i, l, m) -> Inputs.removeHistory(r, "r" + m, new ReplyAddress(i, l, 9L)));
        Arbitrary<@Nullable Long> place = Arbitraries.longs().between(1, 15).injectNull(0.7);
        var retract = Combinators.combine(room, inbox, life, id, place)
                .as((r, i, l, m, o) ->
                        Inputs.retract(r, o != null && o < 8 ? "" : m, o, null, new ReplyAddress(i, l, 9L)));
        var check = Combinators.combine(room, inbox, life).as(Inputs::check);
        var attach = Combinators.combine(room, inbox, life, from).as((r, i, l, f) -> Inputs.attach(r, i, l, "e", f));
        var detach = Combinators.combine(room, inbox, life).as(Inputs::detach);
        var join = Combinators.combine(room, inbox, life, client)
                .as((r, i, l, c) -> Inputs.join(r, i, l, Inputs.sender(c)));
        var leave = Combinators.combine(room, inbox, life, client).as(Inputs::leave);
        var gone = Combinators.combine(inbox, life).as(Inputs::edgeGone);
        return Arbitraries.frequencyOf(
                Tuple.of(8, publish),
                Tuple.of(2, special),
                Tuple.of(1, remove),
                Tuple.of(3, retract),
                Tuple.of(1, check),
                Tuple.of(4, attach),
                Tuple.of(2, detach),
                Tuple.of(4, join),
                Tuple.of(2, leave),
                Tuple.of(1, gone));
    }
}
