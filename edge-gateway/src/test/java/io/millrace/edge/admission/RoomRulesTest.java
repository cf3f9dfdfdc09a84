package io.millrace.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.RoomRules.Resolution;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.id.UserId;
import io.millrace.runtime.namespace.Audience;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.runtime.namespace.Namespaces;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomRulesTest {

    private static final Namespace CHAT = RoomFixtures.namespace("chat", 10);
    private static final Namespace NAMELESS = RoomFixtures.namespace("", 10);

    private final RoomRules rules = new RoomRules(Namespaces.of(List.of(CHAT, NAMELESS)), 255, false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    chat:lobby    | chat
                    chat:         | chat
                    chat:a:b      | chat
                    lobby         | ''
                    :lobby        | ''
                    """)
    void roomBelongsToTheNamespaceBeforeItsFirstColon(String channel, String namespace) {
        assertThat(rules.resolve(channel)).isInstanceOfSatisfying(Resolution.Known.class, known -> {
            assertThat(known.room().value()).isEqualTo(channel);
            assertThat(known.namespace().name()).isEqualTo(namespace);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Chat:lobby    | 102
                    chats:lobby   | 102
                    ' chat:lobby' | 102
                    é:lobby       | 102
                    chat:é        | 107
                    ''            | 107
                    """)
    void otherNamesLeadNowhere(String channel, int code) {
        assertThat(rules.resolve(channel))
                .isInstanceOfSatisfying(
                        Resolution.Unknown.class,
                        unknown -> assertThat(unknown.refusal().code().code()).isEqualTo(code));
    }

    @Test
    void nameIsAsLongAsARoomMayBe() {
        assertThat(rules.resolve("c".repeat(255))).isInstanceOf(Resolution.Known.class);
        assertThat(rules.resolve("c".repeat(256)))
                .isInstanceOfSatisfying(
                        Resolution.Unknown.class,
                        unknown -> assertThat(unknown.refusal().message()).contains("255", "256"));
    }

    @ParameterizedTest
    @CsvSource({
        "NOBODY, '', false, false",
        "NOBODY, alice, true, false",
        "SUBSCRIBER, '', false, false",
        "SUBSCRIBER, '', true, true",
        "SUBSCRIBER, alice, false, false",
        "USER, '', true, false",
        "USER, alice, false, true",
        "ANYONE, '', false, true"
    })
    void audienceDecides(Audience audience, String user, boolean subscribed, boolean allowed) {
        Optional<Refusal> refusal = rules.mustBeIn(audience, new UserId(user), subscribed);

        assertThat(refusal.map(Refusal::code))
                .isEqualTo(allowed ? Optional.empty() : Optional.of(ErrorCode.PERMISSION_DENIED));
    }

    @Test
    void payloadMustBeThereAndFit() {
        assertThat(RoomRules.mustFit(Payload.NONE, CHAT))
                .hasValueSatisfying(refusal -> assertThat(refusal.message()).contains("empty"));
        assertThat(RoomRules.mustFit(json(1_024), CHAT)).isEmpty();
        assertThat(RoomRules.mustFit(json(1_025), CHAT)).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            assertThat(refusal.message()).contains("1024", "1025");
        });
    }

    @Test
    void payloadMustBeJsonWhereJsonClientsRead() {
        Payload binary = Payload.wrap(new byte[] {(byte) 0xFF, 1});

        assertThat(RoomRules.mustFit(binary, CHAT))
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        assertThat(RoomRules.mustFit(binary, binary())).isEmpty();
    }

    private static Namespace binary() {
        return RoomFixtures.namespace("signal", 0, Map.of("format", "binary", "publication-limit", "100"));
    }

    private static Payload json(int bytes) {
        return RoomFixtures.json('"' + "x".repeat(bytes - 2) + '"');
    }
}
