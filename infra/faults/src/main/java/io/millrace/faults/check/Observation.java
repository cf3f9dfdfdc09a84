package io.millrace.faults.check;

/// What one subscriber saw in one room, in the order it saw it.
public sealed interface Observation {

    /// A publication.
    ///
    /// @param hash of the payload, 0 when it is not known
    record Delivered(String epoch, long offset, String id, int hash) implements Observation {

        /// A publication whose payload is not known.
        public Delivered(String epoch, long offset, String id) {
            this(epoch, offset, id, 0);
        }
    }

    /// The stream starts anew after that offset: the subscriber was told so.
    record Started(String epoch, long offset) implements Observation {}
}
