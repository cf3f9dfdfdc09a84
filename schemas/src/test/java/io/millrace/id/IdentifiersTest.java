package io.millrace.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    @ParameterizedTest
    @CsvSource({"chat:lobby, chat", "chat:a:b, chat", "lobby, ''", ":x, ''", "$chat:a, chat", "$:a, ''", "$lobby, ''"})
    void namespaceOfRoomIsWhatStandsBeforeTheFirstColon(String room, String namespace) {
        assertThat(new RoomId(room).namespace()).isEqualTo(namespace);
    }

    @ParameterizedTest
    @CsvSource({"$chat:a, true", "$, true", "chat:$a, false", "lobby, false"})
    void dollarAtTheBeginningMakesARoomPrivate(String room, boolean isPrivate) {
        assertThat(new RoomId(room).isPrivate()).isEqualTo(isPrivate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zeile\n", "tab\t", "ü", "\u007f"})
    void roomNameIsPrintableAscii(String name) {
        assertThat(RoomId.isValid(name)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new RoomId(name)).withMessageContaining("room");
    }

    @Test
    void roomNameMayHoldBlanks() {
        assertThat(new RoomId("chat:a b").value()).isEqualTo("chat:a b");
    }

    @Test
    void roomNameHasAtMost255Characters() {
        assertThat(RoomId.isValid("x".repeat(255))).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RoomId("x".repeat(256)))
                .withMessageContaining("255")
                .withMessageContaining("256");
    }

    @Test
    void userWithControlCharactersIsRefused() {
        assertThat(new UserId("Jürgen 1").isAnonymous()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new UserId("a\0b"));
        assertThatIllegalArgumentException().isThrownBy(() -> new UserId("x".repeat(256)));
    }

    @Test
    void sameKeyOfTheSameUserIsTheSameMessage() {
        UserId ada = new UserId("ada");
        MessageId first = MessageId.ofIdempotencyKey(ada, "k");

        assertThat(MessageId.ofIdempotencyKey(ada, "k")).isEqualTo(first);
        assertThat(MessageId.ofIdempotencyKey(ada, "l")).isNotEqualTo(first);
        assertThat(MessageId.ofIdempotencyKey(new UserId("bo"), "k")).isNotEqualTo(first);
        // The border between user and key counts.
        assertThat(MessageId.ofIdempotencyKey(new UserId("adak"), "")).isNotEqualTo(first);
    }

    @Test
    void sameServerKeyInTheSameRoomIsTheSameMessage() {
        RoomId lobby = new RoomId("chat:lobby");
        MessageId first = MessageId.ofServer(lobby, "key", "k");

        assertThat(MessageId.ofServer(lobby, "key", "k")).isEqualTo(first);
        assertThat(MessageId.ofServer(lobby, "key", "l")).isNotEqualTo(first);
        assertThat(MessageId.ofServer(lobby, "command", "k")).isNotEqualTo(first);
        assertThat(MessageId.ofServer(new RoomId("chat:attic"), "key", "k")).isNotEqualTo(first);
        assertThat(MessageId.ofIdempotencyKey(UserId.ANONYMOUS, "chat:lobby key k"))
                .isNotEqualTo(first);
    }

    @Test
    void laterIncarnationIsGreater() {
        Incarnation earlier = Incarnation.next();

        assertThat(Incarnation.next()).isGreaterThan(earlier);
    }

    @Test
    void offsetsAndInboxesAreNotNegative() {
        assertThat(Offset.NONE.next()).isEqualTo(new Offset(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Offset(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Inbox(-1));
    }
}
