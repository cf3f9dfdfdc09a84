package io.millrace.edge.protocol;

/// The request fields that stream subscriptions use (protocol specification, sections 3.1 and 3.5). All others are
/// skipped like unknown ones.
final class CommandFields {

    private CommandFields() {}

    /// The requests in the order in which the first one counts when several are set.
    enum CommandField implements WireField {
        ID(1),
        CONNECT(4),
        SUBSCRIBE(5),
        UNSUBSCRIBE(6),
        PUBLISH(7),
        PRESENCE(8),
        PRESENCE_STATS(9),
        HISTORY(10),
        RPC(13),
        SEND(12),
        REFRESH(14),
        SUB_REFRESH(15),
        PING(11);

        static final FieldTable<CommandField> TABLE = FieldTable.of(values());
        private final int number;

        CommandField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum ConnectField implements WireField {
        TOKEN(1),
        DATA(2),
        SUBS(3),
        NAME(4),
        VERSION(5),
        HEADERS(6);

        static final FieldTable<ConnectField> TABLE = FieldTable.of(values());
        private final int number;

        ConnectField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum SubscribeField implements WireField {
        CHANNEL(1),
        TOKEN(2),
        RECOVER(3),
        EPOCH(6),
        OFFSET(7),
        DATA(8),
        POSITIONED(9),
        RECOVERABLE(10),
        JOIN_LEAVE(11),
        DELTA(12),
        TF(13),
        FLAG(14),
        TYPE(15);

        static final FieldTable<SubscribeField> TABLE = FieldTable.of(values());
        private final int number;

        SubscribeField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum PublishField implements WireField {
        CHANNEL(1),
        DATA(2),
        TYPE(3);

        static final FieldTable<PublishField> TABLE = FieldTable.of(values());
        private final int number;

        PublishField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /// Unsubscribe, presence and presence_stats requests.
    enum ChannelField implements WireField {
        CHANNEL(1);

        static final FieldTable<ChannelField> TABLE = FieldTable.of(values());
        private final int number;

        ChannelField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum HistoryField implements WireField {
        CHANNEL(1),
        LIMIT(7),
        SINCE(8),
        REVERSE(9);

        static final FieldTable<HistoryField> TABLE = FieldTable.of(values());
        private final int number;

        HistoryField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum PositionField implements WireField {
        OFFSET(1),
        EPOCH(2);

        static final FieldTable<PositionField> TABLE = FieldTable.of(values());
        private final int number;

        PositionField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /// Rpc and send requests; a send has no method.
    enum CallField implements WireField {
        DATA(1),
        METHOD(2);

        static final FieldTable<CallField> TABLE = FieldTable.of(values());
        private final int number;

        CallField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum RefreshField implements WireField {
        TOKEN(1);

        static final FieldTable<RefreshField> TABLE = FieldTable.of(values());
        private final int number;

        RefreshField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    enum SubRefreshField implements WireField {
        CHANNEL(1),
        TOKEN(2);

        static final FieldTable<SubRefreshField> TABLE = FieldTable.of(values());
        private final int number;

        SubRefreshField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /// An entry of a Protobuf map; in JSON the key is a field name.
    enum EntryField implements WireField {
        KEY(1),
        VALUE(2);

        static final FieldTable<EntryField> TABLE = FieldTable.of(values());
        private final int number;

        EntryField(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }
}
