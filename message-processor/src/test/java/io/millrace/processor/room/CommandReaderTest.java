package io.millrace.processor.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.schema.chat.Attach;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandReaderTest {

    @ParameterizedTest
    @MethodSource("badCommands")
    void aBadCommandIsNamedAndNeverReachesARoom(String fault, RoomCommand command) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandReader.read(command.getRoom(), command))
                .withMessageContaining(fault);
    }

    static Stream<Object[]> badCommands() {
        return Stream.of(
                new Object[] {
                    "one known kind", new RoomCommand("chat:a", null, null, null, null, null, null, null, null, null)
                },
                new Object[] {"one known kind", twoKinds()},
                new Object[] {"room must not be empty", Inputs.publish("", "m", "1", null)},
                new Object[] {"room must be printable", Inputs.publish("chat:\ta", "m", "1", null)},
                new Object[] {"messageId", Inputs.publish("chat:a", "", "1", null)},
                new Object[] {"replyTo", Inputs.publish("chat:a", "m", "1", new ReplyAddress(-1, "e", 1L))},
                new Object[] {"messageId", Inputs.retract("chat:a", "", null, null, null)},
                new Object[] {"offset", Inputs.retract("chat:a", "m", 0L, null, null)},
                new Object[] {"epoch", Inputs.retract("chat:a", "m", 1L, "", null)},
                new Object[] {"replyTo", Inputs.retract("chat:a", "m", 1L, "e", new ReplyAddress(-1, "e", 1L))},
                new Object[] {"inbox", Inputs.attach(-1, "e")},
                new Object[] {"incarnation", Inputs.attach(1, "")},
                new Object[] {"epoch", Inputs.attach("chat:a", 1, "e", "", 1L)},
                new Object[] {"fromOffset", Inputs.attach("chat:a", 1, "e", "x", -1L)},
                new Object[] {"incarnation", Inputs.detach(1, "\n")},
                new Object[] {"client", Inputs.join(1, "e", "")},
                new Object[] {"client", Inputs.leave(1, "e", "")},
                new Object[] {"incarnation", Inputs.edgeGone(1, "")});
    }

    @Test
    void theRecordKeyMustBeTheRoomBecauseItChoseThePartition() {
        RoomCommand command = Inputs.publish("m");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandReader.read("chat:other", command))
                .withMessageContaining("key");
        assertThatIllegalArgumentException().isThrownBy(() -> CommandReader.read(null, command));
    }

    @Test
    void theDeathOfAnEdgeNeedsNoKey() {
        Command command = CommandReader.read(null, Inputs.edgeGone(4, "e"));

        assertThat(command).isEqualTo(new Command.EdgeGone(Follower.of(4, "e")));
    }

    private static RoomCommand twoKinds() {
        RoomCommand command = Inputs.publish("m");
        command.setAttach(new Attach(1, "e", null, null));
        return command;
    }
}
