package io.millrace.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.SubscribeRequest.Wishes;
import io.millrace.runtime.namespace.Namespace;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionOptionsTest {

    private static final Wishes ALL = new Wishes(true, true, true, false);

    @ParameterizedTest
    @CsvSource({
        // namespace, token, wished, given
        "off,     '',    true,  false",
        "off,     true,  false, true",
        "off,     false, true,  false",
        "allowed, '',    false, false",
        "allowed, '',    true,  true",
        "allowed, true,  false, true",
        "allowed, false, true,  true",
        "forced,  '',    false, true",
        "forced,  false, false, false",
        "forced,  false, true,  true"
    })
    void placesAreGivenByNamespaceTokenAndWish(String option, String token, boolean wished, boolean given) {
        Boolean forced = token.isEmpty() ? null : Boolean.valueOf(token);
        Namespace positioning = namespace(Map.of("positioning", option, "recovery", "off"));
        Namespace recovery = namespace(Map.of("positioning", "off", "recovery", option));

        assertThat(SubscriptionOptions.resolve(
                                positioning,
                                new Overrides(null, null, null, forced, null),
                                new Wishes(wished, false, false, false),
                                true)
                        .positioned())
                .isEqualTo(given);
        assertThat(SubscriptionOptions.resolve(
                        recovery,
                        new Overrides(null, null, null, null, forced),
                        new Wishes(false, wished, false, false),
                        true))
                .isEqualTo(new SubscriptionOptions(false, false, false, given, given));
    }

    @Test
    void thereAreNoPlacesWithoutHistory() {
        Namespace bare = namespace(Map.of("history-size", 0));

        SubscriptionOptions options =
                SubscriptionOptions.resolve(bare, new Overrides(null, null, null, true, true), ALL, true);

        assertThat(options.positioned()).isFalse();
        assertThat(options.recoverable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // emits, forced by namespace, forced by token, wished, may read presence, told
        "true,  false, '',    true,  true,  true",
        "true,  false, '',    false, true,  false",
        "true,  false, '',    true,  false, false",
        "false, false, '',    true,  true,  false",
        "true,  true,  '',    false, false, true",
        "true,  true,  false, false, true,  false",
        "true,  true,  false, true,  true,  true",
        "false, false, true,  false, false, true"
    })
    void joinsAndLeavesAreTold(
            boolean emits, boolean pushed, String token, boolean wished, boolean mayRead, boolean told) {
        Namespace namespace = namespace(Map.of("join-leave", emits, "push-join-leave", pushed));
        Boolean forced = token.isEmpty() ? null : Boolean.valueOf(token);

        SubscriptionOptions options = SubscriptionOptions.resolve(
                namespace,
                new Overrides(null, null, forced, null, null),
                new Wishes(false, false, wished, false),
                mayRead);

        assertThat(options.pushJoinLeave()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, '',    '',    true,  false",
        "false, true,  '',    '',    false, true",
        "false, false, '',    '',    false, false",
        "true,  true,  false, false, false, false",
        "true,  true,  false, '',    false, true",
        "true,  true,  '',    false, true,  false",
        "false, false, true,  '',    true,  false",
        "true,  false, false, true,  false, true"
    })
    void listingAndTellingAreDecidedApart(
            boolean presence,
            boolean joinLeave,
            String ofPresence,
            String ofJoinLeave,
            boolean listed,
            boolean announced) {
        Namespace namespace = namespace(Map.of("presence", presence, "join-leave", joinLeave));

        SubscriptionOptions options = SubscriptionOptions.resolve(
                namespace, new Overrides(flag(ofPresence), flag(ofJoinLeave), null, null, null), Wishes.NONE, true);

        assertThat(options.listed()).isEqualTo(listed);
        assertThat(options.announced()).isEqualTo(announced);
    }

    private static @Nullable Boolean flag(String text) {
        return text.isEmpty() ? null : Boolean.valueOf(text);
    }

    private static Namespace namespace(Map<String, Object> options) {
        return Namespace.of("chat", new HashMap<>(options));
    }
}
