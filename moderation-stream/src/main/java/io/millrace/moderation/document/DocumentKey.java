package io.millrace.moderation.document;

import io.millrace.id.RoomId;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a document on the topic of policies is about.
public sealed interface DocumentKey {

    /// The key of its record.
    String text();

    /// A level of the policy.
    sealed interface Level extends DocumentKey {}

    /// Every room of the installation.
    record Default() implements Level {

        @Override
        public String text() {
            return Keys.DEFAULT;
        }
    }

    /// The rooms of a namespace: rooms of one kind.
    ///
    /// @param name empty for the namespace without a name, which the key calls `default`
    record OfNamespace(String name) implements Level {

        @Override
        public String text() {
            return Keys.NAMESPACE + (name.isEmpty() ? Keys.NAMELESS : name);
        }
    }

    /// One room.
    record OfRoom(RoomId room) implements Level {

        @Override
        public String text() {
            return Keys.ROOM + room.value();
        }
    }

    /// A list that policies call by its name.
    record OfList(String name) implements DocumentKey {

        @Override
        public String text() {
            return Keys.LIST + name;
        }
    }

    /// Reads the key of a record; empty when it is none of these.
    static Optional<DocumentKey> parse(String key) {
        if (key.equals(Keys.DEFAULT)) {
            return Optional.of(new Default());
        }
        return Keys.rest(key, Keys.NAMESPACE)
                .filter(name -> Keys.NAME.matcher(name).matches())
                .<DocumentKey>map(name -> new OfNamespace(name.equals(Keys.NAMELESS) ? "" : name))
                .or(() -> Keys.rest(key, Keys.ROOM).filter(RoomId::isValid).map(room -> new OfRoom(new RoomId(room))))
                .or(() -> Keys.rest(key, Keys.LIST)
                        .filter(name -> Keys.NAME.matcher(name).matches())
                        .map(OfList::new));
    }

    /// How keys are written.
    final class Keys {

        private static final String DEFAULT = "policy/default";
        private static final String NAMESPACE = "policy/namespace/";
        private static final String ROOM = "policy/room/";
        private static final String LIST = "list/";
        private static final String NAMELESS = "default";
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

        private Keys() {}

        private static Optional<String> rest(String key, String prefix) {
            return key.startsWith(prefix) ? Optional.of(key.substring(prefix.length())) : Optional.empty();
        }
    }
}
